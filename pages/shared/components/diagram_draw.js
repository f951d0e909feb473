// Draws a laid-out plan as SVG elements.

import { drawInputs, drawOutput } from "./diagram_ends.js"
import {
  drawAdapter,
  drawAsking,
  drawFold,
  drawFrame,
  drawJoint,
  drawLayer,
  drawOwn,
  drawTitles,
} from "./diagram_layers.js"
import { OUTPUT_WIDTH } from "./diagram_layout.js"
import { commonThread, MOST_LINES, takingPath, takings, thread, tiePaths } from "./diagram_routes.js"
import { ownMark, textWidth, within } from "./diagram_shapes.js"
import { apart, svg } from "./marks.js"

function drawThreads(data, plan) {
  const common = !plan.hasCommon
    ? []
    : [svg("path", { d: commonThread(plan, data), fill: "none", stroke: "var(--mtl-faint)", "stroke-width": 2.5 })]
  return [
    ...common,
    ...data.tasks.map(task =>
      svg("path", {
        d: thread(plan, data, task.id),
        fill: "none",
        stroke: task.mark.colour,
        class: "thread",
        "stroke-width": task.mark.width,
        "stroke-dasharray": task.mark.dash || null,
        "stroke-linecap": task.mark.dash.startsWith("1.5") ? "round" : "butt",
      }),
    ),
  ]
}

// The longest wording of each heading that fits before the next one begins; pressing it folds what stands below.
function drawBrackets(data, plan) {
  const ends = spans(data, plan)
  return data.brackets.map(({ section, wordings }, index) => {
    const [left, right] = ends[index]
    const foldable = section !== "inputs"
    const room = (ends[index + 1]?.[0] ?? plan.width) - left - (foldable ? 30 : 14)
    const [title, detail] = wordings.find(words => textWidth(words) <= room) ?? wordings.at(-1)
    const wide = textWidth([title, detail]) + (foldable ? 16 : 0)
    const x = wide <= right - left + 24 ? (left + right - wide) / 2 : left
    const open = !data.folded.has(section)
    const chevron = svg("path", {
      class: "chevron",
      "data-screen": "",
      d: open ? `M${x + 1} 21l4 4 4-4` : `M${x + 3} 19l4 4-4 4`,
    })
    return svg(
      "g",
      foldable
        ? {
            class: "heading",
            role: "button",
            tabindex: 0,
            "aria-expanded": `${open}`,
            "data-section": section,
            "aria-label": `${title} ${detail}`,
          }
        : {},
      svg("path", { d: `M${left} 44V38H${right}V44`, fill: "none", stroke: "var(--mtl-line)" }),
      ...(foldable
        ? [
            svg("rect", { class: "ring", "data-screen": "", x: x - 6, y: 10, width: wide + 12, height: 26, rx: 6 }),
            chevron,
          ]
        : []),
      svg(
        "text",
        { x: x + (foldable ? 16 : 0), y: 28, "font-size": 14 },
        svg("tspan", { "font-weight": 650 }, title),
        svg("tspan", { class: "muted", dx: title && detail ? 7 : 0 }, detail),
      ),
    )
  })
}

// From where to where each section reaches; none begins before the one to its left has ended.
function spans(data, plan) {
  let end = 0
  return data.brackets.map(({ section }) => {
    const boxes = data.blocks.filter(block => block.section === section).map(block => plan.boxes.get(block.id))
    const left = Math.max(end, Math.min(...boxes.map(box => box.x)))
    const right = Math.max(left + 20, ...boxes.map(box => box.x + box.width))
    end = right + 12
    return [left, right]
  })
}

function drawBlock(block, data, plan) {
  const box = plan.boxes.get(block.id)
  const card = data.cards[block.card ?? block.id]
  const parts = tinted(DRAWN_AS[block.look ?? block.form](block, box, data, plan), block, box)
  return svg(
    "g",
    {
      class: block.frozen ? "block frozen" : "block",
      tabindex: 0,
      role: "img",
      "data-block": block.id,
      "aria-label": [`${card.title}.`, ...card.lines].join(" "),
    },
    svg("rect", {
      class: "ring",
      x: box.x - 4,
      y: box.y - 4,
      width: box.width + 8,
      height: box.height + 8,
      rx: Math.min(14, box.width / 2),
    }),
    ...parts,
    ...(block.frozen && block.parameters ? [lock(box.x + box.width - 2, box.y + 2)] : []),
  )
}

// A padlock on what does not learn.
const lock = (x, y) =>
  svg(
    "g",
    { class: "lock", transform: `translate(${x} ${y})` },
    svg("circle", { r: 9, style: "fill: var(--mtl-card); stroke: var(--mtl-line)" }),
    svg("rect", { x: -4, y: -1.5, width: 8, height: 6, rx: 1.5, style: "fill: var(--mtl-ink)" }),
    svg("path", {
      d: "M-2.500 -1.500v-1.500a2.500 2.500 0 0 1 5 0v1.500",
      style: "fill: none; stroke: var(--mtl-ink); stroke-width: 1.5",
    }),
  )

// A box whose tasks were compared: tinted, and hatched where two of them pull apart.
function tinted([shape, ...rest], block, box) {
  if (block.pull === null || block.pull === undefined) return [shape, ...rest]
  shape.style.fill = pullColour(block.pull)
  const radius = shape.getAttribute("rx")
  return [
    shape,
    ...(block.pull < NEUTRAL ? [svg("rect", { class: "hatched", ...box, rx: radius, fill: "url(#hatch)" })] : []),
    ...rest,
  ]
}

export const NEUTRAL = 5 // of the steps 0 (apart) to 10 (together)

export const pullColour = step => `var(--mtl-conflict-${step})`

const hatch = () =>
  svg(
    "defs",
    {},
    svg(
      "pattern",
      { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("path", { d: "M0 0V6", stroke: "var(--mtl-warning)", "stroke-width": 1.5, opacity: 0.45 }),
    ),
  )

// What boxes take of others: a thin line in the colour of the task it is taken from; a rail where there are too many.
function drawTaken(data, plan) {
  const columns = Map.groupBy(takings(plan, data), ({ to }) => Math.round(to.x))
  return [...columns.values()].flatMap(lines =>
    lines.length > MOST_LINES
      ? [rail(lines)]
      : lines.map(line => {
          const own = ownMark(line.source, data)
          return svg("path", {
            d: takingPath(plan, line),
            class: "taking",
            fill: "none",
            stroke: own ? own.colour : "var(--mtl-ink)",
            opacity: own ? 0.55 : 0.25,
            "stroke-width": own ? 1.25 : 1,
          })
        }),
  )
}

function rail(lines) {
  const ys = lines.map(({ to }) => to.y + to.height / 2)
  const x = lines[0].to.x - 12
  return svg("path", {
    d: `M${x} ${Math.min(...ys) - 8}V${Math.max(...ys) + 8}`,
    class: "taking",
    stroke: "var(--mtl-line)",
    "stroke-width": 8,
    "stroke-linecap": "round",
  })
}

const drawTies = (data, plan) =>
  tiePaths(plan, data).map(d =>
    svg("path", {
      d,
      class: "tie",
      fill: "none",
      stroke: "var(--mtl-secondary)",
      "stroke-width": 1.5,
      "stroke-dasharray": "3 3",
    }),
  )

const DRAWN_AS = {
  inputs: drawInputs,
  layer: drawLayer,
  adapter: drawAdapter,
  asking: drawAsking,
  fold: drawFold,
  frame: drawFrame,
  head: drawOwn,
  gate: drawJoint,
  joint: drawJoint,
}

export const drawing = (data, plan) => {
  const names = apart(
    data.tasks.map(task => task.name),
    within(OUTPUT_WIDTH - 24, "650 14px"),
  )
  const boxes = data.blocks.map(block => [block.form, drawBlock(block, data, plan)])
  const of = forms => boxes.filter(([form]) => forms === (form === "frame")).map(([, node]) => node)
  return [
    ...(data.legend ? [hatch()] : []),
    ...drawBrackets(data, plan),
    ...drawTitles(data, plan),
    ...of(true),
    ...drawThreads(data, plan),
    ...drawTaken(data, plan),
    ...drawTies(data, plan),
    ...of(false),
    ...data.tasks.map((task, slot) => drawOutput(task, names[slot], plan)),
  ]
}
