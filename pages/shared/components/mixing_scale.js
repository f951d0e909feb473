// Numbers of the faders: weights as levels on a log2 scale, and levels as pixels. It draws nothing.

export const LOW = -2 // log2 of ¼
export const HIGH = 2 // log2 of 4
export const TRAVEL = 142
export const TOP = 10
const SNAP = 0.07 // catches the 1, where all tasks count alike

export const clamp = level => Math.max(LOW, Math.min(HIGH, level))
export const height = level => TOP + (1 - (clamp(level) - LOW) / (HIGH - LOW)) * TRAVEL
export const levelAt = pixel => HIGH - ((pixel - TOP) / TRAVEL) * (HIGH - LOW)
export const levelOf = weight => (weight > 0 ? Math.log2(weight) : LOW)
export const weightOf = level => (Math.abs(level) < SNAP ? 1 : Number((2 ** clamp(level)).toPrecision(2)))

// A weight in at most four digits; one that is not nothing is never written as 0.
export function words(weight) {
  if (weight === 0) return "0"
  if (Math.abs(weight) < 0.005) return "≈ 0"
  if (weight >= 9999.5) return "> 9999"
  if (weight >= 10) return weight.toFixed(0)
  return Number.isInteger(weight * 10) ? weight.toFixed(1) : String(Number(weight.toPrecision(2)))
}
