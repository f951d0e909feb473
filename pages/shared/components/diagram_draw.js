// Draws a laid-out plan as SVG elements.

const MOST_DOTS = 64
const measure = document.createElement("canvas").getContext("2d")

// ``text`` cut so that it fits ``width`` pixels.
function fit(text, width, font) {
  measure.font = `${font} "Source Sans", sans-serif`
  if (text.length < 300 && measure.measureText(text).width <= width) return text
  let low = 0, high = Math.min(text.length, 300)
  while (low < high) {
    const half = Math.ceil((low + high) / 2)
    if (measure.measureText(text.slice(0, half) + "…").width <= width) low = half
    else high = half - 1
  }
  return text.slice(0, low).trimEnd() + "…"
}

const exact = count => count.toLocaleString("en")
const short = count => count < 10_000 ? exact(count) : Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(count)
const centred = (text, x, y, attributes = {}) => label(text, x, y, { "text-anchor": "middle", "font-size": 12, ...attributes })
const quiet = (text, x, y) => centred(text, x, y, { class: "muted" })
const taskTint = mark => `fill: color-mix(in srgb, ${mark.colour} 14%, var(--mtl-card))`

function drawThreads(data, plan) {
  return data.tasks.map(task => svg("path", {
    d: thread(plan, plan.lanes.get(task.id), plan.headX), fill: "none", stroke: task.mark.colour, class: "thread",
    "stroke-width": task.mark.width, "stroke-dasharray": task.mark.dash || null,
    "stroke-linecap": task.mark.dash.startsWith("1.5") ? "round" : "butt",
  }))
}

// The longest wording of each heading that fits before the next one begins.
function drawBrackets(data, plan) {
  const edges = data.brackets.map(({ roles }) => {
    const boxes = data.blocks.filter(block => roles.includes(block.role)).map(block => plan.boxes.get(block.id))
    return [Math.min(...boxes.map(box => box.x)), Math.max(...boxes.map(box => box.x + box.width))]
  })
  return data.brackets.map(({ wordings }, index) => {
    const [left, right] = edges[index]
    const room = (edges[index + 1]?.[0] ?? plan.width) - left - 14
    const [title, detail] = wordings.find(words => textWidth(words) <= room) ?? wordings.at(-1)
    const centre = textWidth([title, detail]) <= right - left + 24
    return svg("g", {},
      svg("path", { d: `M${left} 44V38H${right}V44`, fill: "none", stroke: "var(--mtl-line)" }),
      svg("text", { x: centre ? (left + right) / 2 : left, y: 28, "font-size": 14, "text-anchor": centre ? "middle" : "start" },
        svg("tspan", { "font-weight": 650 }, title), svg("tspan", { class: "muted", dx: detail ? 7 : 0 }, detail)))
  })
}

function textWidth([title, detail]) {
  measure.font = '650 14px "Source Sans", sans-serif'
  return measure.measureText(title).width + (detail ? 7 + measure.measureText(detail).width : 0)
}

function dots(box, units, columns, pitch, row, radius, attributes) {
  const shown = Math.min(units, attributes.most)
  const across = Math.min(columns, shown)
  const down = Math.ceil(shown / columns)
  const x0 = box.x + box.width / 2 - ((across - 1) * pitch) / 2
  const y0 = attributes.top ?? box.y + box.height / 2 - ((down - 1) * row) / 2
  return Array.from({ length: shown }, (_, index) => svg("circle", {
    cx: x0 + (index % columns) * pitch, cy: y0 + Math.floor(index / columns) * row, r: radius,
    fill: attributes.fill, opacity: attributes.opacity,
  }))
}

function drawBlock(block, data, plan) {
  const box = plan.boxes.get(block.id)
  const card = data.cards[block.id]
  const parts = DRAWN_AS[block.role](block, box, data, plan)
  return svg("g", { class: "block", tabindex: 0, role: "img", "data-block": block.id, "aria-label": [`${card.title}.`, ...card.lines].join(" ") },
    svg("rect", { class: "ring", x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: Math.min(14, box.width / 2) }), ...parts)
}

// Where a mixture takes from: a thin line from each box that feeds it.
function drawMixed(data, plan) {
  return data.blocks.filter(block => block.role === "mixture").flatMap(block => {
    const to = plan.boxes.get(block.id)
    return block.sources.map(source => plan.boxes.get(source)).map(from => svg("path", {
      d: `M${Math.min(from.x + from.width, to.x)} ${from.y + from.height / 2}L${to.x + to.width / 2} ${to.y + to.height / 2}`,
      fill: "none", stroke: "var(--mtl-ink)", opacity: 0.25,
    }))
  })
}

const frame = (box, radius, attributes) => svg("rect", { class: "box", ...box, rx: radius, ...attributes })

function drawTrunk(block, box, data, plan) {
  const middle = box.x + box.width / 2
  const head = plan.compact
    ? [["" + block.level, 14, 650], [exact(block.units), 12], [short(block.parameters), 12]]
    : [[`Layer ${block.level}`, 14, 650], [`${exact(block.units)} units`, 12], [`${exact(block.parameters)} params`, 12]]
  return [
    frame(box, 10, { class: "box shared", style: "fill: var(--mtl-quiet); stroke: var(--mtl-line)" }),
    ...dots(box, block.units, box.width < 56 ? 2 : 4, 12.5, 14.5, 2.3, { most: box.width < 56 ? 32 : MOST_DOTS, fill: "var(--mtl-ink)", opacity: 0.3 }),
    ...head.map(([text, size, weight], row) => centred(text, middle, box.y + [-52, -35, -19][row], { "font-size": size, "font-weight": weight, class: row ? "muted" : null })),
  ]
}

function drawOwn(block, box, data, plan) {
  const { mark } = data.tasks.find(task => task.id === block.tasks[0])
  const attributes = { fill: mark.colour, most: block.role === "head" ? 5 : 4 * plan.style.dots }
  const head = block.role === "head"
  const circles = head
    ? dots(box, block.units, 1, 0, Math.min(14, (box.height - 6) / Math.min(5, block.units)), plan.style.under ? 3.4 : 2.4, attributes)
    : dots(box, block.units, box.width < 44 ? 2 : 4, 10, 9, 2, { ...attributes, most: (box.width < 44 ? 2 : 4) * plan.style.dots })
  return [
    frame(box, head ? 6 : 8, { style: `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5` }),
    ...circles, ...captions(block, box, plan),
  ]
}

function captions(block, box, plan) {
  const middle = box.x + box.width / 2
  const below = plan.lanes.get(block.tasks[0]).y + plan.style.tower / 2
  const units = block.role === "head" ? "head" : plan.compact ? exact(block.units) : `${exact(block.units)} units`
  const count = plan.compact ? short(block.parameters) : exact(block.parameters)
  return [[units, count], [count], []][2 - plan.style.under].map((text, row) => quiet(text, middle, below + 17 + 15 * row))
}

const LINE = 18.5
const GAP = 8 // over each heading but the first

// A network among several: its owner's colour if it has one, and no more words than it has room for.
function drawExpert(block, box, data, plan) {
  const own = block.tasks.length === 1 && data.tasks.length > 1
  const mark = own ? data.tasks.find(task => task.id === block.tasks[0]).mark : null
  const style = own ? `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5` : "fill: var(--mtl-quiet); stroke: var(--mtl-line)"
  const rows = Math.max(0, Math.min(4, Math.floor((box.height - 6) / 10)))
  return [
    frame(box, Math.min(8, box.height / 2), { class: own ? "box" : "box shared", style }),
    ...dots(box, block.units, box.width < 44 ? 2 : 4, 10, 9, 2, { most: (box.width < 44 ? 2 : 4) * rows, fill: own ? mark.colour : "var(--mtl-ink)", opacity: own ? 1 : 0.3 }),
  ]
}

// Where shares are taken: a circle, and a gate as a smaller one over it.
function drawJoint(block, box, data) {
  const own = block.tasks.length === 1 ? data.tasks.find(task => task.id === block.tasks[0]).mark : null
  const colour = own ? own.colour : "var(--mtl-ink)"
  return [frame(box, box.width / 2, { style: `fill: ${block.role === "gate" ? colour : "var(--mtl-card)"}; stroke: ${colour}; stroke-width: 2` })]
}

const DRAWN_AS = { inputs: drawInputs, trunk: drawTrunk, tower: drawOwn, head: drawOwn, expert: drawExpert, gate: drawJoint, mixture: drawJoint }

function drawInputs(block, box, data, plan) {
  let y = box.y + 3.5
  const texts = inputRows(data.inputs.groups, box.height - 14).map(({ text, title }, index) => {
    y += title && index ? LINE + GAP : LINE
    const look = title ? { "font-size": 12, "font-weight": 650 } : { "font-size": 13, class: "muted" }
    return label(fit(text, box.width - 24, title ? "650 12px" : "400 13px"), box.x + 14, y, look)
  })
  const middle = box.x + box.width / 2
  return [
    frame(box, 10, { class: "box shared", style: "fill: var(--mtl-quiet); stroke: var(--mtl-line)" }), ...texts,
    quiet(data.inputs.width, middle, box.y - 36), quiet(data.inputs.after, middle, box.y - 20),
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
    return [{ text: title, title: true }, ...names.slice(0, shown).map(text => ({ text })), ...(shown < count ? [{ text: rest }] : [])]
  })
}

function drawOutput(task, plan) {
  const { y } = plan.lanes.get(task.id)
  const x = plan.outputX
  const roomy = plan.style.under === 2
  const line = roomy ? y - 34 : plan.style.under ? y - 9 : y
  const name = fit(task.name, OUTPUT_WIDTH - 24, "650 14px")
  return svg("g", {}, svg("title", {}, task.name),
    token(task.mark, x + 10, line, 20), label(name, x + 27, line + 5, { "font-size": 14, "font-weight": 650 }),
    ...(roomy ? OUTCOMES[task.kind](task, x, y) : plan.style.under ? [label(fit(task.what, 120, "400 12px"), x + 27, y + 12, { "font-size": 12, class: "muted" })] : []))
}

// What comes out, without inventing a value: a line for a number, a pill for yes or no, a row for each class.
const OUTCOMES = {
  regression: (task, x, y) => [
    svg("path", { d: `M${x + 2} ${y + 4}H${x + OUTPUT_WIDTH - 6}`, stroke: "var(--mtl-line)", "stroke-width": 2, "stroke-linecap": "round" }),
    ...[0, 1, 2, 3, 4].map(tick => svg("path", { d: `M${x + 2 + (tick * (OUTPUT_WIDTH - 8)) / 4} ${y}v8`, stroke: "var(--mtl-line)" })),
    label(task.what, x + 2, y + 26, { "font-size": 12, class: "muted" }),
  ],
  binary: (task, x, y) => {
    const [no, yes] = task.classes.length === 2 ? task.classes : ["no", "yes"]
    const half = OUTPUT_WIDTH / 2
    return [
      svg("rect", { x, y: y - 12, width: OUTPUT_WIDTH, height: 30, rx: 15, fill: "none", stroke: "var(--mtl-line)" }),
      svg("path", { d: `M${x + half} ${y - 12}H${x + 15}a15 15 0 0 0 0 30H${x + half}z`, style: `fill: color-mix(in srgb, ${task.mark.colour} 26%, var(--mtl-card)); stroke: ${task.mark.colour}; stroke-width: 1.5` }),
      centred(fit(yes, half - 16, "650 13px"), x + half / 2 + 2, y + 8, { "font-size": 13, "font-weight": 650 }),
      centred(fit(no, half - 16, "400 13px"), x + half * 1.5 - 2, y + 8, { "font-size": 13, class: "muted" }),
    ]
  },
  multiclass: (task, x, y) => {
    const shown = task.classes.length > 4 ? task.classes.slice(0, 3) : task.classes
    const rest = task.classes.length - shown.length
    return [
      ...shown.flatMap((name, row) => [
        svg("rect", { x: x + 4, y: y - 14 + row * 18, width: 12, height: 11, rx: 2, fill: task.mark.colour }),
        label(fit(name, OUTPUT_WIDTH - 30, "400 12px"), x + 27, y - 4 + row * 18, { "font-size": 12, class: "muted" })]),
      ...(rest ? [label(`and ${exact(rest)} more`, x + 27, y - 4 + shown.length * 18, { "font-size": 12, class: "muted" })] : []),
    ]
  },
}

const drawing = (data, plan) => [
  ...drawBrackets(data, plan), ...drawThreads(data, plan), ...drawMixed(data, plan),
  ...data.blocks.filter((block, index) => block.role !== "inputs" || index === 0).map(block => drawBlock(block, data, plan)),
  ...data.tasks.map(task => drawOutput(task, plan)),
]
