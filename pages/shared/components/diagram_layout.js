// Where everything stands: blocks, lanes, threads and stops in pixels. It draws nothing.

const INPUTS = { x: 24, width: 122 }
const OUTPUT_WIDTH = 148
const HEAD_WIDTH = 20
const TRUNK_HEIGHT = 256
const MOST_SEPARATE_PILLS = 6
const STYLES = {
  roomy: { lane: 142, tower: 82, dots: 8, under: 2 },
  middle: { lane: 98, tower: 50, dots: 4, under: 1 },
  dense: { lane: 50, tower: 28, dots: 2, under: 0 },
}

const styleFor = count => STYLES[count <= 4 ? "roomy" : count <= 8 ? "middle" : "dense"]

function layout(data, width) {
  const { blocks, tasks } = data
  const inner = blocks.filter(block => block.kind === "dense")
  const depth = Math.max(0, ...inner.map(block => block.level)) // columns of hidden layers
  const style = styleFor(tasks.length)
  const fixed = 422 - (depth ? 0 : 30)
  const pitch = Math.min(180, Math.max(62, (width - fixed) / Math.max(0.5, depth - 0.5)))
  const trunkWidth = Math.min(68, Math.round(pitch - 26))
  const towerWidth = Math.min(54, trunkWidth - 6)
  const centre = level => INPUTS.x + INPUTS.width + 15 + pitch * (level - 0.5)
  const pill = Math.max(22, Math.min(40, pitch - trunkWidth - 4))
  const stop = level => level ? centre(level) + pitch / 2 : INPUTS.x + INPUTS.width + pill / 2 + 1
  const shared = new Map(tasks.map(task => [task.id, lastShared(blocks, task.id)]))
  const branch = Math.max(0, ...shared.values())

  const headX = depth
    ? Math.max(centre(depth) + towerWidth / 2 + 22, branch === depth ? stop(branch) + 34 : 0)
    : INPUTS.x + INPUTS.width + 96
  const outputX = headX + HEAD_WIDTH + 24
  const natural = outputX + OUTPUT_WIDTH + 20
  const firstLane = 67 + style.tower / 2
  const middle = Math.max(TRUNK_HEIGHT / 2 + 122, firstLane + (style.lane * (tasks.length - 1)) / 2)
  const spacing = Math.min(34, 214 / Math.max(1, tasks.length - 1))
  const top = middle - TRUNK_HEIGHT / 2

  const lanes = new Map()
  tasks.forEach((task, index) => {
    const offset = index - (tasks.length - 1) / 2
    let y = middle + offset * style.lane
    if (shared.get(task.id) < branch) y = Math.max(y, top + TRUNK_HEIGHT + style.tower / 2 + 33)
    lanes.set(task.id, { y, thread: middle + offset * spacing, leaves: shared.get(task.id) })
  })
  const bottom = Math.max(top + TRUNK_HEIGHT, ...[...lanes.values()].map(lane => lane.y + style.tower / 2 + style.under * 16 + 4))

  const place = block => {
    if (block.role === "inputs") return { x: INPUTS.x, y: top, width: INPUTS.width, height: TRUNK_HEIGHT }
    if (block.role === "trunk") {
      return { x: centre(block.level) - trunkWidth / 2, y: top, width: trunkWidth, height: TRUNK_HEIGHT }
    }
    if (block.role === "expert") {
      const column = blocks.filter(other => other.role === "expert" && other.level === block.level)
      const height = (TRUNK_HEIGHT + 8) / column.length
      return { x: centre(block.level) - trunkWidth / 2, y: top + column.indexOf(block) * height, width: trunkWidth, height: Math.max(4, height - 8) }
    }
    const ys = block.tasks.map(task => lanes.get(task).y)
    const y = (Math.min(...ys) + Math.max(...ys)) / 2
    if (block.role === "mixture" || block.role === "gate") {
      const size = block.role === "gate" ? 12 : 18
      const x = centre(Math.max(1, block.level)) + trunkWidth / 2 + Math.min(20, (pitch - trunkWidth) / 2)
      return { x: x - size / 2, y: y - size / 2 - (block.role === "gate" ? 20 : 0), width: size, height: size }
    }
    if (block.role === "head") {
      const height = Math.min(style.tower, Math.max(24, Math.min(block.units, 5) * 14 + 10))
      return { x: headX, y: y - height / 2, width: HEAD_WIDTH, height }
    }
    const height = style.tower + Math.max(...ys) - Math.min(...ys)
    return { x: centre(block.level) - towerWidth / 2, y: y - height / 2, width: towerWidth, height }
  }
  return {
    width: natural, height: bottom + 24, style, pitch, spacing, lanes, branch, headX, outputX,
    boxes: new Map(blocks.map(block => [block.id, place(block)])),
    stop: level => Math.min(stop(level), natural - 24),
    compact: pitch < 92,
    combined: tasks.length > MOST_SEPARATE_PILLS,
    pill,
  }
}

// The last level of the trunk or of experts that this task runs through.
function lastShared(blocks, task) {
  return Math.max(0, ...blocks
    .filter(block => (block.role === "trunk" || block.role === "expert") && block.tasks.includes(task))
    .map(block => block.level))
}

// A task's line from the inputs to its head; blocks are drawn over it.
function thread(plan, lane, end) {
  const start = INPUTS.x + INPUTS.width
  const leave = plan.stop(lane.leaves)
  if (Math.abs(lane.y - lane.thread) < 0.5) return `M${start} ${lane.thread}H${end}`
  const reach = Math.min(33, Math.max(14, plan.pitch / 2 - 20))
  return `M${start} ${lane.thread}H${leave}C${leave + reach} ${lane.thread} ${leave} ${lane.y} ${leave + reach} ${lane.y}H${end}`
}

function nearestStop(plan, { min, max }, x) {
  const levels = Array.from({ length: max - min + 1 }, (_, index) => min + index)
  return levels.reduce((best, level) => Math.abs(plan.stop(level) - x) < Math.abs(plan.stop(best) - x) ? level : best)
}
