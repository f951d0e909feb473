// Numbers of the curves: smoothing, scales, ticks, thinning. It draws nothing.

const ALPHA = 0.6 // weight of the new value in the moving average

export const known = points => points.filter(([, loss]) => loss !== null)

export function smoothed(points) {
  let last = null
  return points.map(([epoch, loss]) => {
    if (loss === null) return [epoch, null]
    last = last === null ? loss : ALPHA * loss + (1 - ALPHA) * last
    return [epoch, last]
  })
}

// Each line divided by where it began.
export function relative(points) {
  const start = known(points)[0]?.[1]
  return start ? points.map(([epoch, loss]) => [epoch, loss === null ? null : loss / start]) : points
}

// The first and last, the highest and lowest point of each pixel are all that can be seen.
export function thinned(points, from, to, pixels) {
  if (points.length <= 4 * pixels) return points
  const kept = new Map()
  for (const [index, [epoch, loss]] of points.entries()) {
    const column = Math.floor(((epoch - from) / (to - from)) * pixels)
    const group = kept.get(column)
    if (!group || loss === null) {
      kept.set(group ? `${column}:${index}` : column, [index, index, index, index])
      continue
    }
    if (points[group[1]][1] > loss) group[1] = index
    if (points[group[2]][1] < loss) group[2] = index
    group[3] = index
  }
  return [...new Set([...kept.values()].flat())].sort((a, b) => a - b).map(index => points[index])
}

// Ticks at 1, 2 or 5 times a power of ten, with ``most`` spaces between them at most.
export function ticks(low, high, most) {
  const raw = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].find(times => times * power >= raw * 0.999) * power
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) => (first + index) * step)
}

// The same range for all tasks: 1 is always in it, and a diverging line cannot flatten the others. Before the first
// point it goes from 0, or from a tenth, to 1.
export function lossRange(cards, log) {
  const losses = cards
    .flatMap(card => Object.values(card.lines).flatMap(known))
    .map(point => point[1])
    .filter(loss => !log || loss > 0)
  if (!losses.length) return [log ? 0.1 : 0, 1.04]
  const low = Math.min(1, ...losses)
  const high = Math.min(Math.max(1, ...losses), 4)
  if (log) return [(low * (low / high) ** 0.16) / 1.02, high * 1.04]
  const room = Math.max(high - low, 0.05)
  return [low - 0.16 * room, high + 0.04 * room] // the best epoch's flag stands below
}

export function linear(from, to, low, high) {
  const scale = value => low + ((value - from) / (to - from)) * (high - low)
  scale.back = pixel => from + ((pixel - low) / (high - low)) * (to - from)
  return scale
}

export function logarithmic(from, to, low, high) {
  const inner = linear(Math.log(from), Math.log(to), low, high)
  return value => inner(Math.log(Math.max(value, 1e-9)))
}

// Grid lines: every step a line, every second one a number.
export function lossTicks([low, high], log) {
  if (!log) {
    const values = ticks(low, high, 6)
    const step = values.length > 1 ? values[1] - values[0] : 1
    return even(values).map((tick, index) => ({
      ...tick,
      shown: values.length < 5 || Math.abs(Math.round(values[index] / step)) % 2 === Math.round(1 / step) % 2,
    }))
  }
  const grid = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5].filter(
    value => value >= low && value <= high,
  )
  const found = grid.length >= 3 ? grid.map(value => ({ value, text: plain(value) })) : even(ticks(low, high, 5))
  return found.map(tick => ({ ...tick, shown: true }))
}

// Ticks of one step, all written with the decimals that tell them apart.
function even(values) {
  const step = values.length > 1 ? values[1] - values[0] : 1
  const digits = Math.min(3, Math.max(1, -Math.floor(Math.log10(step) + 1e-9)))
  return values.map(value => ({ value, text: value.toFixed(digits) }))
}

// A tick: one decimal where that is all of it, else two, or three below a tenth.
function plain(value) {
  if (value !== 0 && Math.abs(value) < 0.1) return value.toFixed(3)
  return value.toFixed(Math.abs(value * 10 - Math.round(value * 10)) < 1e-6 ? 1 : 2)
}

// Four digits at most.
export function precise(loss) {
  if (loss >= 9999.5) return "> 9999"
  if (loss >= 99.995) return loss.toPrecision(4)
  if (loss > 0 && loss < 0.001) return "< 0.001"
  return loss >= 0.1 ? loss.toFixed(2) : loss.toPrecision(2)
}

// Labels pushed apart until ``gap`` lies between each two, inside [top, bottom].
export function spread(labels, gap, top, bottom) {
  labels.sort((a, b) => a.y - b.y)
  for (let turn = 0; turn < 20; turn++) {
    for (let index = 0; index + 1 < labels.length; index++) {
      const lack = gap - (labels[index + 1].y - labels[index].y)
      if (lack > 0) {
        labels[index].y -= lack / 2
        labels[index + 1].y += lack / 2
      }
    }
    for (const each of labels) each.y = Math.max(top, Math.min(bottom, each.y))
  }
  return labels
}
