// Draws a laid-out plan as SVG elements.

const measure = document.createElement("canvas").getContext("2d")

// Whether a text fits into ``width`` pixels.
const within = (width, font) => text => {
  measure.font = `${font} "Source Sans", sans-serif`
  return measure.measureText(text).width <= width
}
const fit = (text, width, font) => cut(text, within(width, font))

const exact = count => count.toLocaleString("en")

// A count of at most four digits, as mtl_core.wording.short writes it.
function short(count) {
  if (count < 10_000) return exact(count)
  const [size, unit] = count < 999_500 ? [1e3, "k"] : [1e6, "M"]
  return `${(count / size).toFixed(Math.max(0, 3 - String(Math.floor(count / size)).length))}\u00a0${unit}`
}

const centred = (text, x, y, attributes = {}) => label(text, x, y, { "text-anchor": "middle", "font-size": 12, ...attributes })
const quiet = (text, x, y) => centred(text, x, y, { class: "muted" })
const taskTint = mark => `fill: color-mix(in srgb, ${mark.colour} 14%, var(--mtl-card))`

function drawThreads(data, plan) {
  const common = !plan.hasCommon ? [] : [svg("path", { d: commonThread(plan, data), fill: "none", stroke: "var(--mtl-faint)", "stroke-width": 2.5 })]
  return [...common, ...data.tasks.map(task => svg("path", {
    d: thread(plan, data, task.id), fill: "none", stroke: task.mark.colour, class: "thread",
    "stroke-width": task.mark.width, "stroke-dasharray": task.mark.dash || null,
    "stroke-linecap": task.mark.dash.startsWith("1.5") ? "round" : "butt",
  }))]
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
    const chevron = svg("path", { class: "chevron", "data-screen": "", d: open ? `M${x + 1} 21l4 4 4-4` : `M${x + 3} 19l4 4-4 4` })
    return svg("g", foldable ? { class: "heading", role: "button", tabindex: 0, "aria-expanded": `${open}`, "data-section": section, "aria-label": `${title} ${detail}` } : {},
      svg("path", { d: `M${left} 44V38H${right}V44`, fill: "none", stroke: "var(--mtl-line)" }),
      ...(foldable ? [svg("rect", { class: "ring", "data-screen": "", x: x - 6, y: 10, width: wide + 12, height: 26, rx: 6 }), chevron] : []),
      svg("text", { x: x + (foldable ? 16 : 0), y: 28, "font-size": 14 },
        svg("tspan", { "font-weight": 650 }, title), svg("tspan", { class: "muted", dx: title && detail ? 7 : 0 }, detail)))
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
  const card = data.cards[block.card ?? block.id]
  const parts = tinted(DRAWN_AS[block.look ?? block.form](block, box, data, plan), block, box)
  return svg("g", { class: block.frozen ? "block frozen" : "block", tabindex: 0, role: "img", "data-block": block.id, "aria-label": [`${card.title}.`, ...card.lines].join(" ") },
    svg("rect", { class: "ring", x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: Math.min(14, box.width / 2) }), ...parts,
    ...(block.frozen && block.parameters ? [lock(box.x + box.width - 2, box.y + 2)] : []))
}

// A padlock on what does not learn.
const lock = (x, y) => svg("g", { class: "lock", transform: `translate(${x} ${y})` },
  svg("circle", { r: 9, style: "fill: var(--mtl-card); stroke: var(--mtl-line)" }),
  svg("rect", { x: -4, y: -1.5, width: 8, height: 6, rx: 1.5, style: "fill: var(--mtl-ink)" }),
  svg("path", { d: "M-2.500 -1.500v-1.500a2.500 2.500 0 0 1 5 0v1.500", style: "fill: none; stroke: var(--mtl-ink); stroke-width: 1.5" }))

// A box whose tasks were compared: tinted, and hatched where two of them pull apart.
function tinted([shape, ...rest], block, box) {
  if (block.pull === null || block.pull === undefined) return [shape, ...rest]
  shape.style.fill = pullColour(block.pull)
  const radius = shape.getAttribute("rx")
  return [shape, ...(block.pull < NEUTRAL ? [svg("rect", { class: "hatched", ...box, rx: radius, fill: "url(#hatch)" })] : []), ...rest]
}

const NEUTRAL = 5 // of the steps 0 (apart) to 10 (together)
const pullColour = step => `var(--mtl-conflict-${step})`

const hatch = () => svg("defs", {}, svg("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  svg("path", { d: "M0 0V6", stroke: "var(--mtl-warning)", "stroke-width": 1.5, opacity: 0.45 })))

const ownMark = (block, data) => block.tasks.length === 1 && data.tasks.length > 1 ? data.tasks.find(task => task.id === block.tasks[0]).mark : null

// What boxes take of others: a thin line in the colour of the task it is taken from; a rail where there are too many.
function drawTaken(data, plan) {
  const columns = Map.groupBy(takings(plan, data), ({ to }) => Math.round(to.x))
  return [...columns.values()].flatMap(lines => lines.length > MOST_LINES ? [rail(lines)] : lines.map(line => {
    const own = ownMark(line.source, data)
    return svg("path", { d: takingPath(plan, line), class: "taking", fill: "none", stroke: own ? own.colour : "var(--mtl-ink)", opacity: own ? 0.55 : 0.25, "stroke-width": own ? 1.25 : 1 })
  }))
}

function rail(lines) {
  const ys = lines.map(({ to }) => to.y + to.height / 2)
  const x = lines[0].to.x - 12
  return svg("path", { d: `M${x} ${Math.min(...ys) - 8}V${Math.max(...ys) + 8}`, class: "taking", stroke: "var(--mtl-line)", "stroke-width": 8, "stroke-linecap": "round" })
}

const drawTies = (data, plan) => tiePaths(plan, data).map(d => svg("path", { d, class: "tie", fill: "none", stroke: "var(--mtl-secondary)", "stroke-width": 1.5, "stroke-dasharray": "3 3" }))

const frame = (box, radius, attributes) => svg("rect", { class: "box", ...box, rx: radius, ...attributes })

// Figures over a column of boxes that all tasks share, written once over the first; below it for a group of tasks.
function columnHead(block, box, data, plan) {
  const column = block.form === "frame" ? [block] : stackOf(block, data)
  if (block.tasks.length < data.tasks.length) return figuresBelow(column, block, box.y + box.height, data, plan)
  const framed = block.form === "layer" && data.blocks.some(other => other.form === "frame" && other.level === block.level)
  if (framed || column[0] !== block) return []
  const total = short(sum(column))
  const middle = box.x + box.width / 2
  return [
    layerTitle(block.level, middle, box.y - 52, plan), quiet(unitsOf(column, plan), middle, box.y - 35),
    quiet(plan.compact ? total : `${total} params`, middle, box.y - 19),
  ]
}

// "Layer 2", where there is room for the word.
function layerTitle(number, x, y, plan) {
  return centred(plan.pitch >= 46 ? `Layer ${number}` : number, x, y, { "font-size": plan.compact ? 12 : 14, "font-weight": 650, class: "layer-title" })
}

// Layers of single tasks are numbered once a column, in the row of titles, unless what all share there is.
function drawTitles(data, plan) {
  const layers = data.blocks.filter(block => block.form === "layer")
  return [...Map.groupBy(layers, block => block.level)].flatMap(([level, column]) => {
    const numbers = new Set(column.map(block => block.number ?? block.level))
    const titled = data.blocks.some(block => block.level === level && ["layer", "frame"].includes(block.form) && block.tasks.length === data.tasks.length)
    return titled || numbers.size > 1 ? [] : [layerTitle([...numbers][0], plan.centre(level), TITLES, plan)]
  })
}

function unitsOf(column, plan) {
  const units = exact(column[0].units)
  if (column.length === 1) return plan.compact ? units : `${units} units`
  return plan.compact ? `${column.length} × ${units}` : `${column.length} ${column[0].role === "expert" ? "experts" : "layers"} of ${units}`
}

const SHARED = "fill: var(--mtl-quiet); stroke: var(--mtl-line)"

// A layer of one task in its colour, with its figures below; one of several tasks in grey, with its figures above.
function drawLayer(block, box, data, plan) {
  if (ownMark(block, data) && stackOf(block, data).length === 1) return drawOwn(block, box, data, plan)
  const own = ownMark(block, data)
  const tall = box.height > 200
  const across = box.width < 56 ? 2 : 4
  const [pitch, row] = tall ? [12.5, 14.5] : [10, 9]
  const most = across * clamp(Math.floor((box.height - 6) / row), 0, tall ? 16 : 8)
  const style = own ? `${taskTint(own)}; stroke: ${own.colour}; stroke-width: 1.5` : SHARED
  return [
    frame(box, Math.min(tall ? 10 : 8, box.height / 2), { class: own ? "box" : "box shared", style }),
    ...dots(box, block.units, across, pitch, row, tall ? 2.3 : 2, { most, fill: own ? own.colour : "var(--mtl-ink)", opacity: own ? 1 : 0.3 }),
    ...(own ? figuresBelow(stackOf(block, data), block, plan.lanes.get(block.tasks[0]) + plan.style.tower / 2, data, plan) : columnHead(block, box, data, plan)),
  ]
}

// Below the last of several boxes in one column: units of each, and the parameters of all.
function figuresBelow(column, block, below, data, plan) {
  if (column.at(-1) !== block || !plan.style.under) return []
  const units = column.length > 1 ? `${column.length} × ${exact(block.units)}` : unitsOf(column, plan)
  const lines = [units, short(sum(column))].slice(2 - plan.style.under)
  const { x, width } = plan.boxes.get(block.id)
  return lines.map((text, row) => quiet(text, x + width / 2, below + 17 + 15 * row))
}

// Weights that all tasks use, behind the boxes of those tasks.
const drawFrame = (block, box, data, plan) => [frame(box, 10, { class: "box shared", style: SHARED }), ...columnHead(block, box, data, plan)]

// A folded section: as many lines as a stack of layers, and what it holds.
function drawFold(block, box, data, plan) {
  const middle = box.x + box.width / 2
  return [
    frame(box, 10, { class: "box shared", style: SHARED }),
    ...[-12, -4, 4, 12].map(x => svg("path", { d: `M${middle + x} ${box.y + 28}V${box.y + box.height - 28}`, stroke: "var(--mtl-ink)", opacity: 0.3, "stroke-width": 2.5, "stroke-linecap": "round" })),
    centred(`${exact(block.units)} parts`, middle, box.y - 35, { "font-size": 12, class: "muted" }),
    centred(`${short(block.parameters)} params`, middle, box.y - 19, { "font-size": 12, class: "muted" }),
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
    ...circles, ...captions(block, box, data, plan),
  ]
}

function captions(block, box, data, plan) {
  const middle = box.x + box.width / 2
  const below = plan.lanes.get(block.tasks[0]) + plan.style.tower / 2
  const units = block.role === "head" ? (data.folded.has("own") ? "own" : "head") : block.label || unitsOf([block], plan)
  const count = block.parameters ? short(block.parameters) : ""
  return [[units, count], [count], []][2 - plan.style.under].map((text, row) => quiet(text, middle, below + 17 + 15 * row))
}

const LINE = 18.5
const GAP = 8 // over each heading but the first

// Where shares are taken: a circle, and a gate as a smaller one over it; each with what it is called.
function drawJoint(block, box, data, plan) {
  const own = ownMark(block, data)
  const colour = own ? own.colour : "var(--mtl-ink)"
  const gate = block.form === "gate"
  const told = plan.style.under === 2 || plan.order.at(gate ? 0 : -1) === block.tasks.at(gate ? 0 : -1)
  return [
    frame(box, box.width / 2, { style: `fill: ${gate ? colour : "var(--mtl-card)"}; stroke: ${colour}; stroke-width: 2` }),
    ...(told ? [centred(block.word, box.x + box.width / 2, gate ? box.y - 5 : box.y + box.height + 13, { "font-size": 11, class: "muted halo word" })] : []),
  ]
}

// A small change of the shared layer behind it: few numbers between many.
function drawAdapter(block, box, data, plan) {
  const { mark } = data.tasks.find(task => task.id === block.tasks[0])
  const [right, bottom, middle, waist] = [box.x + box.width, box.y + box.height, box.y + box.height / 2, Math.max(3, box.height / 9)]
  const [left, far] = [box.x + box.width * 0.4, box.x + box.width * 0.6]
  const shape = `M${box.x} ${box.y}L${left} ${middle - waist}H${far}L${right} ${box.y}V${bottom}L${far} ${middle + waist}H${left}L${box.x} ${bottom}Z`
  return [
    svg("path", { class: "box adapter", d: shape, style: `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5; stroke-linejoin: round` }),
    ...captions(block, box, data, plan),
  ]
}

// A task that asks columns: lines from them meet in what it makes of their answers.
function drawAsking(block, box, data, plan) {
  const { mark } = data.tasks.find(task => task.id === block.tasks[0])
  const [middle, left] = [box.y + box.height / 2, box.x + box.width * 0.45]
  const inner = { x: left, y: middle - box.height * 0.36, width: box.width * 0.55, height: box.height * 0.72 }
  const columns = [0.08, 0.36, 0.64, 0.92].map(share => box.y + share * box.height)
  return [
    ...columns.map(y => svg("path", { class: "asks", d: `M${box.x + 2} ${y}L${left} ${middle}`, fill: "none", stroke: mark.colour, "stroke-width": 1.25 })),
    ...columns.map(y => svg("rect", { x: box.x - 3, y: y - 3, width: 6, height: 6, rx: 1, style: "fill: var(--mtl-ink)", opacity: 0.5 })),
    frame(inner, inner.width / 2, { style: `${taskTint(mark)}; stroke: ${mark.colour}; stroke-width: 1.5` }),
    ...dots(inner, block.units, 1, 10, 9, 2, { most: Math.max(1, Math.floor((inner.height - 12) / 9)), fill: mark.colour }),
    ...captions(block, box, data, plan),
  ]
}

const DRAWN_AS = {
  inputs: drawInputs, layer: drawLayer, adapter: drawAdapter, asking: drawAsking, fold: drawFold, frame: drawFrame, head: drawOwn, gate: drawJoint, joint: drawJoint,
}

function drawInputs(block, box, data, plan) {
  let y = box.y + 3.5
  const rows = inputRows(data.inputs.groups, box.height - 14)
  const names = rows.filter(({ name }) => name)
  const shown = new Map(apart(names.map(({ text }) => text), within(box.width - 26, "400 13px")).map((text, place) => [names[place], text]))
  const texts = rows.map((row, index) => {
    const { text, title } = row
    y += title && index ? LINE + GAP : LINE
    const look = title ? { "font-size": 12, "font-weight": 650 } : { "font-size": 13, class: "muted" }
    return label(shown.get(row) ?? text, box.x + 14, y, look)
  })
  const middle = box.x + box.width / 2
  return [
    frame(box, 10, { class: "box shared", style: "fill: var(--mtl-quiet); stroke: var(--mtl-line)" }), ...texts,
    quiet(data.inputs.count, middle, box.y - 36), quiet(data.inputs.width, middle, box.y - 20),
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
    return [{ text: title, title: true }, ...names.slice(0, shown).map(text => ({ text, name: true })), ...(shown < count ? [{ text: rest }] : [])]
  })
}

function drawOutput(task, name, plan) {
  const y = plan.lanes.get(task.id)
  const x = plan.outputX
  const roomy = plan.style.under === 2
  const line = roomy ? y - 34 : plan.style.under ? y - 9 : y
  return svg("g", { class: "output" }, svg("title", {}, task.name),
    token(task.mark, x + 10, line, 20), label(name, x + 27, line + 5, { "font-size": 14, "font-weight": 650 }),
    ...(roomy ? (OUTCOMES[task.kind] ?? drawClasses)(task, x, y) : plan.style.under ? [label(fit(task.what, 120, "400 12px"), x + 27, y + 12, { "font-size": 12, class: "muted" })] : []))
}

// What comes out, without inventing a value: a line for a number, a pill for yes or no; else a row for each class.
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
}

function drawClasses(task, x, y) {
  const shown = task.classes.length > 4 ? task.classes.slice(0, 3) : task.classes
  const rest = task.classes.length - shown.length
  return [
    ...apart(shown, within(OUTPUT_WIDTH - 30, "400 12px")).flatMap((name, row) => [
      svg("rect", { x: x + 4, y: y - 14 + row * 18, width: 12, height: 11, rx: 2, fill: task.mark.colour }),
      label(name, x + 27, y - 4 + row * 18, { "font-size": 12, class: "muted" })]),
    ...(rest ? [label(`and ${exact(rest)} more`, x + 27, y - 4 + shown.length * 18, { "font-size": 12, class: "muted" })] : []),
  ]
}

const drawing = (data, plan) => {
  const names = apart(data.tasks.map(task => task.name), within(OUTPUT_WIDTH - 24, "650 14px"))
  const boxes = data.blocks.map(block => [block.form, drawBlock(block, data, plan)])
  const of = forms => boxes.filter(([form]) => forms === (form === "frame")).map(([, node]) => node)
  return [
    ...(data.legend ? [hatch()] : []), ...drawBrackets(data, plan), ...drawTitles(data, plan), ...of(true), ...drawThreads(data, plan), ...drawTaken(data, plan), ...drawTies(data, plan),
    ...of(false), ...data.tasks.map((task, slot) => drawOutput(task, names[slot], plan)),
  ]
}
