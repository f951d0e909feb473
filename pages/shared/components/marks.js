// Elements without innerHTML, and the tokens of the tasks: shared by all components.

export const SVG = "http://www.w3.org/2000/svg"

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value)
  }
  node.append(...children.filter(child => child !== null && child !== ""))
  return node
}

export const svg = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children)
export const html = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children)

export const label = (text, x, y, attributes = {}) => svg("text", { x, y, ...attributes }, String(text))

// Marker shape, colour and letter in one glyph, around (x, y).
export function token(mark, x, y, size = 20) {
  const outline = svg("path", {
    d: mark.shape,
    fill: mark.colour,
    stroke: mark.colour,
    "stroke-width": 2,
    "stroke-linejoin": "round",
    transform: `scale(${size / 20})`,
  })
  const letter = label(mark.letter, 0, size * 0.2 + (mark.drop * size) / 20, {
    "text-anchor": "middle",
    "font-size": size * 0.56,
    "font-weight": 700,
    style: `fill: ${mark.ink}`,
  })
  return svg("g", { transform: `translate(${x} ${y})`, class: "token" }, outline, letter)
}

export function tokenImage(mark, size = 20) {
  const box = size + 4
  return svg(
    "svg",
    { width: box, height: box, role: "img", "aria-label": `Task ${mark.letter}`, class: "token-image" },
    token(mark, box / 2, box / 2, size),
  )
}

// ``text`` with its middle left out, so that it ``fits``: names that go together begin alike and differ at their ends.
export function cut(text, fits) {
  if (text.length < 300 && fits(text)) return text
  const kept = count => {
    const head = Math.floor(count / 3)
    return `${text.slice(0, head).trimEnd()}…${text.slice(text.length - (count - head)).trimStart()}`
  }
  let low = 0,
    high = Math.min(text.length - 1, 300)
  while (low < high) {
    const half = Math.ceil((low + high) / 2)
    if (fits(kept(half))) low = half
    else high = half - 1
  }
  return kept(low)
}

// Each text so that it ``fits``, no two alike, as mtl_core.wording.apart does it.
export function apart(texts, fits) {
  const shown = texts.map(text => cut(text, fits))
  for (const alike of new Set(shown.filter((text, place) => shown.indexOf(text) !== place))) {
    const places = [...shown.keys()].filter(place => shown[place] === alike)
    let begin = 0
    while (places.every(place => begin < texts[place].length && texts[place][begin] === texts[places[0]][begin]))
      begin += 1
    for (const place of places)
      if (shown[place] !== texts[place]) shown[place] = opened(texts[place].slice(begin), fits)
  }
  return shown.map((text, place) => {
    const before = shown.slice(0, place).filter(other => other === text).length
    return before ? `${text} (${before + 1})` : text
  })
}

function opened(rest, fits) {
  if (fits(`…${rest}`)) return `…${rest}`
  let count = Math.min(rest.length, 300)
  while (count > 1 && !fits(`…${rest.slice(0, count)}…`)) count -= 1
  return `…${rest.slice(0, count)}…`
}

// A name of which the middle gives way where there is no room; see .cut in base.css.
const TAIL = 10
export function middleCut(name) {
  return name.length < 16
    ? [name]
    : [
        html(
          "span",
          { class: "cut", "aria-label": name },
          html("span", {}, name.slice(0, -TAIL)),
          html("span", {}, name.slice(-TAIL)),
        ),
      ]
}
