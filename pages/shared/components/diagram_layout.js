// Where everything stands: lanes, boxes and stops in pixels. It draws nothing.

import { laneOrder } from "./diagram_fold.js"

export const INPUTS = { x: 24, width: 122 }
export const OUTPUT_WIDTH = 148
const HEAD_WIDTH = 20
const TRUNK_HEIGHT = 256
const HEADINGS = 122 // above the first box that has its figures over it
const PILLS = 24 // from one handle to the next, at least
const NARROWEST = 40 // from one layer to the next
const SCROLLED = 64 // the same where the drawing has to be scrolled anyway
export const TITLES = 70 // where the layers of single tasks are numbered
const JOINT = 34 // room for a point at which shares are taken
export const COMMON = "" // the lane of what all tasks share while each has a box of its own beside it
const STYLES = {
  roomy: { lane: 142, tower: 82, dots: 8, under: 2 },
  middle: { lane: 98, tower: 50, dots: 4, under: 1 },
  dense: { lane: 50, tower: 28, dots: 2, under: 0 },
}

const styleFor = count => STYLES[count <= 4 ? "roomy" : count <= 8 ? "middle" : "dense"]
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value))
export const LAYERS = ["layer", "fold"]

export function layout(data, width) {
  const style = styleFor(data.tasks.length)
  const order = laneOrder(data)
  const columns = placeColumns(data, width)
  const rows = placeRows(data, order, style)
  const boxes = new Map()
  const plan = {
    style,
    order,
    ...columns,
    ...rows,
    boxes,
    blocks: new Map(data.blocks.map(block => [block.id, block])),
  }
  for (const block of data.blocks.filter(block => block.form !== "gate"))
    boxes.set(block.id, PLACES[block.form](block, plan, data))
  for (const block of data.blocks.filter(block => block.form === "gate"))
    boxes.set(block.id, placeGate(block, plan, data))
  const last = Math.max(
    ...[...boxes.values()].map(box => box.y + box.height),
    ...[...rows.lanes.values()].map(y => y + style.tower / 2 + style.under * 16 + 4),
  )
  return { ...plan, height: last + 24, compact: columns.pitch < 92 }
}

// --- columns ----------------------------------------------------------------------------------------------------------

function placeColumns(data, width) {
  const inner = data.blocks.filter(block => ["layer", "frame", "fold"].includes(block.form))
  const depth = Math.max(0, ...inner.map(block => block.level))
  const slots = jointSlots(data)
  const handles = data.handles ? 22 : 0
  const room = Array.from({ length: depth + 1 }, (_, level) =>
    slots.count(level) ? slots.count(level) * JOINT - 8 + handles : 0,
  )
  const joints = room.reduce((total, each) => total + each, 0)
  const fixed = 422 - (depth ? 0 : 30) + joints
  const even = (width - fixed) / Math.max(0.5, depth - 0.5)
  const pitch = even < NARROWEST ? SCROLLED : Math.min(even, 180)
  const trunkWidth = clamp(Math.round(pitch - 26), 22, 68)
  const towerWidth = clamp(trunkWidth - 6, 20, 54)
  const before = level => room.slice(0, level).reduce((total, each) => total + each, 0)
  const centre = level => INPUTS.x + INPUTS.width + 15 + pitch * (level - 0.5) + before(level)
  const pill = clamp(pitch - trunkWidth - 4, 14, 40)
  const stop = level => (level ? centre(level) + pitch / 2 : INPUTS.x + INPUTS.width + pill / 2 + 1)
  const joint = block => centre(block.level) + pitch / 2 + (handles ? 30 : 8) + JOINT * slots.of(block)
  const branch = Math.max(
    0,
    ...data.blocks.filter(block => block.section === "body" && LAYERS.includes(block.form)).map(block => block.level),
  )
  const headX = depth
    ? Math.max(
        centre(depth) + towerWidth / 2 + 22 + room[depth],
        branch === depth ? stop(branch) + 34 + room[depth] : 0,
      )
    : INPUTS.x + INPUTS.width + 96
  const outputX = headX + HEAD_WIDTH + 24
  const natural = outputX + OUTPUT_WIDTH + 20
  return {
    depth,
    pitch,
    trunkWidth,
    towerWidth,
    centre,
    pill,
    joint,
    branch,
    headX,
    outputX,
    width: natural,
    stop: level => Math.min(stop(level), natural - 24),
  }
}

// Points of one lane and level stand side by side.
function jointSlots(data) {
  const used = new Map()
  const slots = new Map()
  for (const block of data.blocks.filter(
    block => block.form === "joint" || (block.form === "gate" && !mixedBy(block, data)),
  )) {
    const lane = `${block.level} ${block.tasks}`
    slots.set(block.id, used.get(lane) ?? 0)
    used.set(lane, slots.get(block.id) + 1)
  }
  const count = level =>
    Math.max(0, ...[...used].filter(([lane]) => lane.startsWith(`${level} `)).map(([, number]) => number))
  return { of: block => slots.get(block.id) ?? 0, count }
}

// The point whose shares a gate gives.
const mixedBy = (gate, data) => data.blocks.find(block => block.form === "joint" && block.sources.includes(gate.id))

// --- rows -------------------------------------------------------------------------------------------------------------

function placeRows(data, order, style) {
  const common = data.blocks.filter(
    block => block.tasks.length > 1 && LAYERS.includes(block.form) && besideOwn(block, data),
  )
  const frames = data.blocks.some(block => block.form === "frame")
  const stacked = Math.max(0, ...common.map(block => common.filter(other => other.level === block.level).length))
  const commonHeight = clamp(stacked * 34, 34, 220)
  const spacing = Math.min(34, Math.max(214 / Math.max(1, order.length - 1), data.handles ? PILLS : 0))
  const trunkHeight = Math.max(TRUNK_HEIGHT, (order.length - 1) * spacing + 42)
  const extra = common.length ? commonHeight + 48 : 0
  const span = style.lane * (order.length - 1)
  const first = (common.length || frames ? HEADINGS + (frames ? 10 : 0) : TITLES + 12) + style.tower / 2
  const middle = Math.max(TRUNK_HEIGHT / 2 + HEADINGS, first + (span + extra) / 2)
  const top = middle - (span + extra) / 2 // of the first lane's middle, or half a lane below what is common
  const lanes = new Map(order.map((task, index) => [task, top + extra + index * style.lane]))
  if (common.length) lanes.set(COMMON, top - style.tower / 2 + commonHeight / 2)
  return { lanes, middle, spacing, trunkHeight, commonHeight, hasCommon: common.length > 0 }
}

// Whether one of its tasks has a box of its own in the same column.
export const besideOwn = (block, data) =>
  data.blocks.some(
    other =>
      other.form === "layer" &&
      other.level === block.level &&
      other.tasks.length === 1 &&
      block.tasks.includes(other.tasks[0]),
  )

// The stretch of lanes that some tasks have: one lane, a bundle of them, or the lane of what is common.
export function stretch(tasks, plan) {
  if (tasks.length === 1) return { y: plan.lanes.get(tasks[0]), height: plan.style.tower }
  if (plan.hasCommon) return { y: plan.lanes.get(COMMON), height: plan.commonHeight }
  const ys = tasks.map(task => plan.lanes.get(task))
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  return { y: (low + high) / 2, height: Math.min(plan.trunkHeight, high - low + plan.style.tower) }
}

// Where a task's thread runs within a bundle.
export function threadIn(task, tasks, plan, { y, height }) {
  if (tasks.length === 1) return y
  const lanes = plan.order.filter(each => tasks.includes(each))
  const spacing = Math.min(plan.spacing, (height - 42) / (lanes.length - 1))
  return y + (lanes.indexOf(task) - (lanes.length - 1) / 2) * spacing
}

export const inputStretch = plan => ({ y: plan.middle, height: plan.trunkHeight })

// --- boxes ------------------------------------------------------------------------------------------------------------

const PLACES = {
  inputs: (_block, plan) => ({
    x: INPUTS.x,
    y: plan.middle - plan.trunkHeight / 2,
    width: INPUTS.width,
    height: plan.trunkHeight,
  }),
  layer: placeLayer,
  fold: placeLayer,
  frame(block, plan) {
    const ys = block.tasks.map(task => plan.lanes.get(task))
    const top = Math.min(...ys) - plan.style.tower / 2 - 10
    const width = plan.trunkWidth + 10
    return {
      x: plan.centre(block.level) - width / 2,
      y: top,
      width,
      height: Math.max(...ys) + plan.style.tower / 2 + plan.style.under * 16 + 8 - top,
    }
  },
  joint(block, plan) {
    const { y, height } = stretch(block.tasks, plan)
    const tall =
      block.tasks.length > 1 && !plan.hasCommon ? Math.min(height - 42, plan.spacing * (block.tasks.length - 1)) : 0
    return { x: plan.joint(block) - 9, y: y - 9 - tall / 2, width: 18, height: 18 + tall }
  },
  head(block, plan) {
    const height = Math.min(plan.style.tower, Math.max(24, Math.min(block.units, 5) * 14 + 10))
    return { x: plan.headX, y: plan.lanes.get(block.tasks[0]) - height / 2, width: HEAD_WIDTH, height }
  },
}

// Several of the same tasks in one column share its height.
function placeLayer(block, plan, data) {
  const column = stackOf(block, data)
  const { y, height } = stretch(block.tasks, plan)
  const gap = column.length > 8 ? 3 : 8
  const each = (height + gap) / column.length
  const width = block.tasks.length > 1 || column.length > 1 ? plan.trunkWidth : plan.towerWidth
  return {
    x: plan.centre(block.level) - width / 2,
    y: y - height / 2 + column.indexOf(block) * each,
    width,
    height: Math.max(3, each - gap),
  }
}

export const stackOf = (block, data) =>
  data.blocks.filter(
    other => LAYERS.includes(other.form) && other.level === block.level && other.tasks.join() === block.tasks.join(),
  )

function placeGate(block, plan, data) {
  const target = mixedBy(block, data)
  const at = target
    ? plan.boxes.get(target.id)
    : { x: plan.joint(block) - 9, y: stretch(block.tasks, plan).y - 9, width: 18 }
  return { x: at.x + at.width / 2 - 6, y: at.y - 17, width: 12, height: 12 }
}

export function nearestStop(plan, { min, max }, x) {
  const levels = Array.from({ length: max - min + 1 }, (_, index) => min + index)
  return levels.reduce((best, level) => (Math.abs(plan.stop(level) - x) < Math.abs(plan.stop(best) - x) ? level : best))
}
