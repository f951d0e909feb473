// Saves the drawing as an SVG file that stands alone: the styles in force are written onto each element.

import { html, SVG, svg } from "./marks.js"

const CARRIED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "visibility",
]

export function standalone(drawing, title) {
  const copy = drawing.cloneNode(true)
  const originals = [drawing, ...drawing.querySelectorAll("*")]
  ;[copy, ...copy.querySelectorAll("*")].forEach((node, index) => {
    const style = getComputedStyle(originals[index])
    for (const name of CARRIED) node.setAttribute(name, style.getPropertyValue(name))
    for (const name of ["style", "class", "tabindex", "role"]) node.removeAttribute(name)
    if (node.tagName === "text") keepWidth(node, originals[index])
  })
  for (const node of copy.querySelectorAll("[data-screen]")) node.remove()
  const style = getComputedStyle(drawing)
  copy.setAttribute("xmlns", SVG)
  copy.setAttribute("font-family", "Source Sans 3, Source Sans Pro, system-ui, sans-serif")
  const page = svg("rect", { width: "100%", height: "100%", fill: style.getPropertyValue("background-color") })
  copy.prepend(svg("title", {}, title), page)
  return new XMLSerializer().serializeToString(copy)
}

// As wide as it was measured, also where another font takes the place of ours.
function keepWidth(copy, text) {
  copy.setAttribute("textLength", text.getComputedTextLength())
  copy.setAttribute("lengthAdjust", "spacingAndGlyphs")
}

export function save(text, name, type) {
  const link = html("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
