// The lines of the drawing as paths: a thread per task, what is taken from other boxes, and what is held together.

import { besideOwn, COMMON, INPUTS, inputStretch, LAYERS, stackOf, stretch, threadIn } from "./diagram_layout.js"

export const MOST_LINES = 72 // into one column; beyond that a rail stands for them all

// What a task's thread runs through, from left to right.
function stations(plan, data, task) {
  const within = data.blocks.filter(
    block => block.tasks.includes(task) && (block.tasks.length === 1 || !plan.hasCommon),
  )
  const through = within.filter(block => LAYERS.includes(block.form) || block.form === "joint")
  const found = through.map(block => {
    const box = plan.boxes.get(block.id)
    return {
      left: box.x,
      right: box.x + box.width,
      level: block.level,
      y: threadIn(task, block.tasks, plan, stretch(block.tasks, plan)),
    }
  })
  const start = INPUTS.x + INPUTS.width
  const first = { left: start, right: start, level: 0, y: threadIn(task, plan.order, plan, inputStretch(plan)) }
  return [
    first,
    ...found.sort((a, b) => a.left - b.left),
    { left: plan.headX, right: plan.headX, y: plan.lanes.get(task) },
  ]
}

// Where a task's thread is when it has run through so many layers.
export function threadAt(plan, data, task, level) {
  return (
    stations(plan, data, task)
      .filter(({ level: at, left }) => at <= level && left <= plan.stop(level))
      .at(-1)?.y ?? plan.lanes.get(task)
  )
}

function path(stops, leave) {
  let drawn = `M${stops[0].right} ${stops[0].y}`
  stops.slice(1).forEach((next, index) => {
    const from = stops[index]
    if (Math.abs(next.y - from.y) < 0.5) return
    const x = Math.min(Math.max(from.right + 3, leave(from)), next.left - 14)
    const reach = Math.min(33, next.left - x)
    drawn += `H${x}C${x + reach} ${from.y} ${x} ${next.y} ${x + reach} ${next.y}`
  })
  return `${drawn}H${stops.at(-1).left}`
}

export function thread(plan, data, task) {
  const leave = from => (data.handles && from.level !== undefined ? plan.stop(from.level) : from.right + 8)
  return path(stations(plan, data, task), leave)
}

// The stream of what is common, to its last box.
export function commonThread(plan, data) {
  const boxes = data.blocks
    .filter(block => block.tasks.length > 1 && ["layer", "joint"].includes(block.form))
    .map(block => plan.boxes.get(block.id))
  const y = plan.lanes.get(COMMON)
  const start = INPUTS.x + INPUTS.width
  const end = Math.max(...boxes.map(box => box.x))
  return path(
    [
      { right: start, y: plan.middle - plan.trunkHeight / 2 + 16 },
      { left: boxes[0].x, right: boxes[0].x, y },
      { left: end, right: end, y },
    ],
    from => from.right + 8,
  )
}

// What a box takes beside its task's thread: {from, to, block, source} with boxes in pixels.
export function takings(plan, data) {
  return data.blocks.flatMap(block =>
    block.sources
      .map(id => plan.blocks.get(id))
      .filter(source => source && taken(source, block, data))
      .map(source => ({ block, source, from: plan.boxes.get(source.id), to: plan.boxes.get(block.id) })),
  )
}

function taken(source, block, data) {
  if (["inputs", "gate"].includes(source.form) || block.form === "gate") return false
  if (source.form === "layer" && stackOf(source, data).length > 1) return true
  if (source.tasks.length > 1) return block.tasks.length === 1 && besideOwn(source, data)
  return (
    source.tasks[0] !== block.tasks[0] ||
    block.tasks.length > 1 ||
    (block.form === "joint" && source.level < block.level)
  )
}

export function takingPath(plan, { source, block, from, to }) {
  const [x1, y1, x2, y2] = [
    from.x + from.width,
    from.y + from.height / 2,
    to.x + (block.form === "joint" ? to.width / 2 : 0),
    to.y + to.height / 2,
  ]
  if (x2 < x1) return handedBack(plan, [x1, y1], [x2, y2], to.height / 2)
  if (Math.abs(y1 - y2) < 1 && source.form === "joint")
    return `M${x1} ${y1}Q${(x1 + x2) / 2} ${y1 - 54} ${x2} ${y2 - 6}`
  return `M${x1} ${y1}L${x2} ${y2}`
}

// An answer, back to a task that needs it, along the gap below the upper of the two lanes.
function handedBack(plan, [x1, y1], [x2, y2], reach) {
  const gap = Math.min(y1, y2) + plan.style.tower / 2 + plan.style.under * 16 + 8
  const [out, into] = [Math.sign(gap - y1) * 8, Math.sign(y2 - gap) * 8]
  return `M${x1} ${y1}q10 0 10 ${out}V${gap - out}q0 ${out} -8 ${out}H${x2 + 8}q-8 0 -8 ${into}V${y2 - Math.sign(into) * reach}`
}

// Brackets on the left of boxes that a penalty holds together; where all are, each is joined to the next alone.
export function tiePaths(plan, data) {
  const lane = id => plan.order.indexOf(plan.blocks.get(id).tasks[0])
  const pairs = data.ties.filter(([one, other]) => plan.boxes.has(one) && plan.boxes.has(other))
  const all = pairs.length && (new Set(pairs.flat()).size * (plan.order.length - 1)) / 2 === pairs.length
  return pairs
    .filter(([one, other]) => !all || Math.abs(lane(one) - lane(other)) === 1)
    .map(([one, other]) => {
      const [a, b] = [plan.boxes.get(one), plan.boxes.get(other)]
      const reach = 6 + 5 * Math.abs(lane(one) - lane(other))
      return `M${a.x} ${a.y + a.height / 2 + 9}h${-reach}V${b.y + b.height / 2 - 9}h${reach}`
    })
}
