// Boxes between the inputs and the answers: layers, frames, gates and joints, and the figures beside them.

import { sum } from "./diagram_fold.js"
import { clamp, stackOf, TITLES } from "./diagram_layout.js"
import { centred, dots, exact, frame, ownMark, quiet, SHARED, short, taskTint } from "./diagram_shapes.js"
import { svg } from "./marks.js"

// "Layer 2", where there is room for the word.
function layerTitle(number, x, y, plan) {
  return centred(plan.pitch >= 46 ? `Layer ${number}` : number, x, y, {
    "font-size": plan.compact ? 12 : 14,
    "font-weight": 650,
    class: "layer-title",
  })
}

// Layers of single tasks are numbered once a column, in the row of titles, unless what all share there is.
export function drawTitles(data, plan) {
  const layers = data.blocks.filter(block => block.form === "layer")
  return [...Map.groupBy(layers, block => block.level)].flatMap(([level, column]) => {
    const numbers = new Set(column.map(block => block.number ?? block.level))
    const titled = data.blocks.some(
      block =>
        block.level === level && ["layer", "frame"].includes(block.form) && block.tasks.length === data.tasks.length,
    )
    return titled || numbers.size > 1 ? [] : [layerTitle([...numbers][0], plan.centre(level), TITLES, plan)]
  })
}

function unitsOf(column, plan) {
  const units = exact(column[0].units)
  if (column.length === 1) return plan.compact ? units : `${units} units`
  return plan.compact
    ? `${column.length} × ${units}`
    : `${column.length} ${column[0].role === "expert" ? "experts" : "layers"} of ${units}`
}

// Figures over a column of boxes that all tasks share, written once over the first; below it for a group of tasks.
function columnHead(block, box, data, plan) {
  const column = block.form === "frame" ? [block] : stackOf(block, data)
  if (block.tasks.length < data.tasks.length) return figuresBelow(column, block, box.y + box.height, plan)
  const framed =
    block.form === "layer" && data.blocks.some(other => other.form === "frame" && other.level === block.level)
  if (framed || column[0] !== block) return []
  const total = short(sum(column))
  const middle = box.x + box.width / 2
  return [
    layerTitle(block.level, middle, box.y - 52, plan),
    quiet(unitsOf(column, plan), middle, box.y - 35),
    quiet(plan.compact ? total : `${total} params`, middle, box.y - 19),
  ]
}

// A layer of one task in its colour, with its figures below; one of several tasks in grey, with its figures above.
export function drawLayer(block, box, data, plan) {
  if (ownMark(block, data) && stackOf(block, data).length === 1) return drawOwn(block, box, data, plan)
  const own = ownMark(block, data)
  const tall = box.height > 200
  const across = box.width < 56 ? 2 : 4
  const [pitch, row] = tall ? [12.5, 14.5] : [10, 9]
  const most = across * clamp(Math.floor((box.height - 6) / row), 0, tall ? 16 : 8)
  const style = own ? `${taskTint(own)}; stroke: ${own.colour}; stroke-width: 1.5` : SHARED
  return [
    frame(box, Math.min(tall ? 10 : 8, box.height / 2), { class: own ? "box" : "box shared", style }),
    ...dots(box, block.units, across, pitch, row, tall ? 2.3 : 2, {
      most,
      fill: own ? own.colour : "var(--mtl-ink)",
      opacity: own ? 1 : 0.3,
    }),
    ...(own
      ? figuresBelow(stackOf(block, data), block, plan.lanes.get(block.tasks[0]) + plan.style.tower / 2, plan)
      : columnHead(block, box, data, plan)),
  ]
}

// Below the last of several boxes in one column: units of each, and the parameters of all.
function figuresBelow(column, block, below, plan) {
  if (column.at(-1) !== block || !plan.style.under) return []
  const units = column.length > 1 ? `${column.length} × ${exact(block.units)}` : unitsOf(column, plan)
  const lines = [units, short(sum(column))].slice(2 - plan.style.under)
  const { x, width } = plan.boxes.get(block.id)
  return lines.map((text, row) => quiet(text, x + width / 2, below + 17 + 15 * row))
}

// Weights that all tasks use, behind the boxes of those tasks.
export const drawFrame = (block, box, data, plan) => [
  frame(box, 10, { class: "box shared", style: SHARED }),
  ...columnHead(block, box, data, plan),
]

// A folded section: as many lines as a stack of layers, and what it holds.
export function drawFold(block, box) {
  const middle = box.x + box.width / 2
  return [
    frame(box, 10, { class: "box shared", style: SHARED }),
    ...[-12, -4, 4, 12].map(x =>
      svg("path", {
        d: `M${middle + x} ${box.y + 28}V${box.y + box.height - 28}`,
        stroke: "var(--mtl-ink)",
        opacity: 0.3,
        "stroke-width": 2.5,
        "stroke-linecap": "round",
      }),
    ),
    centred(`${exact(block.units)} parts`, middle, box.y - 35, { "font-size": 12, class: "muted" }),
    centred(`${short(block.parameters)} params`, middle, box.y - 19, { "font-size": 12, class: "muted" }),
  ]
}

export function drawOwn(block, box, data, plan) {
  const { mark } = data.tasks.find(task => task.id === block.tasks[0])
  const attributes = { fill: mark.colour, most: block.role === "head" ? 5 : 4 * plan.style.dots }
  const head = block.role === "head"
  const circles = head
    ? dots(
        box,
        block.units,
        1,
        0,
        Math.min(14, (box.height - 6) / Math.min(5, block.units)),
        plan.style.under ? 3.4 : 2.4,
        attributes,
      )
    : dots(box, block.units, box.width < 44 ? 2 : 4, 10, 9, 2, {
        ...attributes,
        most: (box.width < 44 ? 2 : 4) * plan.style.dots,
      })
  return [
    frame(box, head ? 6 : 8, { style: `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5` }),
    ...circles,
    ...captions(block, box, data, plan),
  ]
}

function captions(block, box, data, plan) {
  const middle = box.x + box.width / 2
  const below = plan.lanes.get(block.tasks[0]) + plan.style.tower / 2
  const units =
    block.role === "head" ? (data.folded.has("own") ? "own" : "head") : block.label || unitsOf([block], plan)
  const count = block.parameters ? short(block.parameters) : ""
  return [[units, count], [count], []][2 - plan.style.under].map((text, row) =>
    quiet(text, middle, below + 17 + 15 * row),
  )
}

// Where shares are taken: a circle, and a gate as a smaller one over it; each with what it is called.
export function drawJoint(block, box, data, plan) {
  const own = ownMark(block, data)
  const colour = own ? own.colour : "var(--mtl-ink)"
  const gate = block.form === "gate"
  const told = plan.style.under === 2 || plan.order.at(gate ? 0 : -1) === block.tasks.at(gate ? 0 : -1)
  return [
    frame(box, box.width / 2, {
      style: `fill: ${gate ? colour : "var(--mtl-card)"}; stroke: ${colour}; stroke-width: 2`,
    }),
    ...(told
      ? [
          centred(block.word, box.x + box.width / 2, gate ? box.y - 5 : box.y + box.height + 13, {
            "font-size": 11,
            class: "muted halo word",
          }),
        ]
      : []),
  ]
}

// A small change of the shared layer behind it: few numbers between many.
export function drawAdapter(block, box, data, plan) {
  const { mark } = data.tasks.find(task => task.id === block.tasks[0])
  const [right, bottom, middle, waist] = [
    box.x + box.width,
    box.y + box.height,
    box.y + box.height / 2,
    Math.max(3, box.height / 9),
  ]
  const [left, far] = [box.x + box.width * 0.4, box.x + box.width * 0.6]
  const shape = `M${box.x} ${box.y}L${left} ${middle - waist}H${far}L${right} ${box.y}V${bottom}L${far} ${middle + waist}H${left}L${box.x} ${bottom}Z`
  return [
    svg("path", {
      class: "box adapter",
      d: shape,
      style: `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5; stroke-linejoin: round`,
    }),
    ...captions(block, box, data, plan),
  ]
}

// A task that asks columns: lines from them meet in what it makes of their answers.
export function drawAsking(block, box, data, plan) {
  const { mark } = data.tasks.find(task => task.id === block.tasks[0])
  const [middle, left] = [box.y + box.height / 2, box.x + box.width * 0.45]
  const inner = { x: left, y: middle - box.height * 0.36, width: box.width * 0.55, height: box.height * 0.72 }
  const columns = [0.08, 0.36, 0.64, 0.92].map(share => box.y + share * box.height)
  return [
    ...columns.map(y =>
      svg("path", {
        class: "asks",
        d: `M${box.x + 2} ${y}L${left} ${middle}`,
        fill: "none",
        stroke: mark.colour,
        "stroke-width": 1.25,
      }),
    ),
    ...columns.map(y =>
      svg("rect", { x: box.x - 3, y: y - 3, width: 6, height: 6, rx: 1, style: "fill: var(--mtl-ink)", opacity: 0.5 }),
    ),
    frame(inner, inner.width / 2, { style: `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5` }),
    ...dots(inner, block.units, 1, 10, 9, 2, {
      most: Math.max(1, Math.floor((inner.height - 12) / 9)),
      fill: mark.colour,
    }),
    ...captions(block, box, data, plan),
  ]
}
