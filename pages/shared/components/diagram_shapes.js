// Texts that fit, and the small parts that boxes are made of.

import { cut, label, svg } from "./marks.js"

const measure = document.createElement("canvas").getContext("2d")

// Whether a text fits into ``width`` pixels.
export const within = (width, font) => text => {
  measure.font = `${font} "Source Sans", sans-serif`
  return measure.measureText(text).width <= width
}

export const fit = (text, width, font) => cut(text, within(width, font))

export const exact = count => count.toLocaleString("en")

// A count of at most four digits, as mtl_core.wording.short writes it.
export function short(count) {
  if (count < 10_000) return exact(count)
  const [size, unit] = count < 999_500 ? [1e3, "k"] : [1e6, "M"]
  return `${(count / size).toFixed(Math.max(0, 3 - String(Math.floor(count / size)).length))}\u00a0${unit}`
}

export const centred = (text, x, y, attributes = {}) =>
  label(text, x, y, { "text-anchor": "middle", "font-size": 12, ...attributes })

export const quiet = (text, x, y) => centred(text, x, y, { class: "muted" })

export const taskTint = mark => `fill: color-mix(in srgb, ${mark.colour} 14%, var(--mtl-card))`

export const SHARED = "fill: var(--mtl-quiet); stroke: var(--mtl-line)"

export function textWidth([title, detail]) {
  measure.font = '650 14px "Source Sans", sans-serif'
  return measure.measureText(title).width + (detail ? 7 + measure.measureText(detail).width : 0)
}

export function dots(box, units, columns, pitch, row, radius, attributes) {
  const shown = Math.min(units, attributes.most)
  const across = Math.min(columns, shown)
  const down = Math.ceil(shown / columns)
  const x0 = box.x + box.width / 2 - ((across - 1) * pitch) / 2
  const y0 = attributes.top ?? box.y + box.height / 2 - ((down - 1) * row) / 2
  return Array.from({ length: shown }, (_, index) =>
    svg("circle", {
      cx: x0 + (index % columns) * pitch,
      cy: y0 + Math.floor(index / columns) * row,
      r: radius,
      fill: attributes.fill,
      opacity: attributes.opacity,
    }),
  )
}

export const frame = (box, radius, attributes) => svg("rect", { class: "box", ...box, rx: radius, ...attributes })

export const ownMark = (block, data) =>
  block.tasks.length === 1 && data.tasks.length > 1 ? data.tasks.find(task => task.id === block.tasks[0]).mark : null
