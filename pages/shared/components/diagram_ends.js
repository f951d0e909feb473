// What goes in and what comes out.

import { OUTPUT_WIDTH } from "./diagram_layout.js"
import { centred, exact, fit, frame, quiet, within } from "./diagram_shapes.js"
import { apart, label, svg, token } from "./marks.js"

const LINE = 18.5

const GAP = 8 // over each heading but the first

export function drawInputs(_block, box, data) {
  let y = box.y + 3.5
  const rows = inputRows(data.inputs.groups, box.height - 14)
  const names = rows.filter(({ name }) => name)
  const shown = new Map(
    apart(
      names.map(({ text }) => text),
      within(box.width - 26, "400 13px"),
    ).map((text, place) => [names[place], text]),
  )
  const texts = rows.map((row, index) => {
    const { text, title } = row
    y += title && index ? LINE + GAP : LINE
    const look = title ? { "font-size": 12, "font-weight": 650 } : { "font-size": 13, class: "muted" }
    return label(shown.get(row) ?? text, box.x + 14, y, look)
  })
  const middle = box.x + box.width / 2
  return [
    frame(box, 10, { class: "box shared", style: "fill: var(--mtl-quiet); stroke: var(--mtl-line)" }),
    ...texts,
    quiet(data.inputs.count, middle, box.y - 36),
    quiet(data.inputs.width, middle, box.y - 20),
  ]
}

// Headings and names, cut to ``height``; each group keeps its heading, and says how many more there are.
function inputRows(groups, height) {
  const total = groups.reduce((sum, group) => sum + group.count, 0)
  const room = Math.floor((height - groups.length * (LINE + GAP) + GAP) / LINE)
  return groups.flatMap(({ title, names, count }) => {
    const lines = total <= room ? count : Math.min(count, 1 + Math.floor(((room - groups.length) * count) / total))
    const shown = lines < count ? lines - 1 : count
    const rest = shown ? `and ${exact(count - shown)} more` : `${exact(count)} columns`
    return [
      { text: title, title: true },
      ...names.slice(0, shown).map(text => ({ text, name: true })),
      ...(shown < count ? [{ text: rest }] : []),
    ]
  })
}

export function drawOutput(task, name, plan) {
  const y = plan.lanes.get(task.id)
  const x = plan.outputX
  const roomy = plan.style.under === 2
  const line = roomy ? y - 34 : plan.style.under ? y - 9 : y
  return svg(
    "g",
    { class: "output" },
    svg("title", {}, task.name),
    token(task.mark, x + 10, line, 20),
    label(name, x + 27, line + 5, { "font-size": 14, "font-weight": 650 }),
    ...(roomy
      ? (OUTCOMES[task.kind] ?? drawClasses)(task, x, y)
      : plan.style.under
        ? [label(fit(task.what, 120, "400 12px"), x + 27, y + 12, { "font-size": 12, class: "muted" })]
        : []),
  )
}

// What comes out, without inventing a value: a line for a number, a pill for yes or no; else a row for each class.
const OUTCOMES = {
  regression: (task, x, y) => [
    svg("path", {
      d: `M${x + 2} ${y + 4}H${x + OUTPUT_WIDTH - 6}`,
      stroke: "var(--mtl-line)",
      "stroke-width": 2,
      "stroke-linecap": "round",
    }),
    ...[0, 1, 2, 3, 4].map(tick =>
      svg("path", { d: `M${x + 2 + (tick * (OUTPUT_WIDTH - 8)) / 4} ${y}v8`, stroke: "var(--mtl-line)" }),
    ),
    label(task.what, x + 2, y + 26, { "font-size": 12, class: "muted" }),
  ],
  binary: (task, x, y) => {
    const [no, yes] = task.classes.length === 2 ? task.classes : ["no", "yes"]
    const half = OUTPUT_WIDTH / 2
    return [
      svg("rect", { x, y: y - 12, width: OUTPUT_WIDTH, height: 30, rx: 15, fill: "none", stroke: "var(--mtl-line)" }),
      svg("path", {
        d: `M${x + half} ${y - 12}H${x + 15}a15 15 0 0 0 0 30H${x + half}z`,
        style: `fill: color-mix(in srgb, ${task.mark.colour} 26%, var(--mtl-card)); stroke: ${task.mark.colour}; stroke-width: 1.5`,
      }),
      centred(fit(yes, half - 16, "650 13px"), x + half / 2 + 2, y + 8, { "font-size": 13, "font-weight": 650 }),
      centred(fit(no, half - 16, "400 13px"), x + half * 1.5 - 2, y + 8, { "font-size": 13, class: "muted" }),
    ]
  },
}

function drawClasses(task, x, y) {
  const shown = task.classes.length > 4 ? task.classes.slice(0, 3) : task.classes
  const rest = task.classes.length - shown.length
  return [
    ...apart(shown, within(OUTPUT_WIDTH - 30, "400 12px")).flatMap((name, row) => [
      svg("rect", { x: x + 4, y: y - 14 + row * 18, width: 12, height: 11, rx: 2, fill: task.mark.colour }),
      label(name, x + 27, y - 4 + row * 18, { "font-size": 12, class: "muted" }),
    ]),
    ...(rest
      ? [label(`and ${exact(rest)} more`, x + 27, y - 4 + shown.length * 18, { "font-size": 12, class: "muted" })]
      : []),
  ]
}
