// Elements without innerHTML, and the tokens of the tasks: shared by all components.

const SVG = "http://www.w3.org/2000/svg"

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value)
  }
  node.append(...children.filter(child => child !== null && child !== ""))
  return node
}

const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children)
const html = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children)

const label = (text, x, y, attributes = {}) => svg("text", { x, y, ...attributes }, String(text))

// Marker shape, colour and letter in one glyph, around (x, y).
function token(mark, x, y, size = 20) {
  const outline = svg("path", {
    d: mark.shape, fill: mark.colour, stroke: mark.colour, "stroke-width": 2, "stroke-linejoin": "round",
    transform: `scale(${size / 20})`,
  })
  const letter = label(mark.letter, 0, size * 0.2 + (mark.drop * size) / 20, {
    "text-anchor": "middle", "font-size": size * 0.56, "font-weight": 700, style: `fill: ${mark.ink}`,
  })
  return svg("g", { transform: `translate(${x} ${y})`, class: "token" }, outline, letter)
}

function tokenImage(mark, size = 20) {
  const box = size + 4
  return svg("svg", { width: box, height: box, role: "img", "aria-label": `Task ${mark.letter}`, class: "token-image" },
    token(mark, box / 2, box / 2, size))
}

// The root element of a component, made once per place on the page.
function rootOf(parentElement, name, make) {
  return parentElement.querySelector(`.${name}`) ?? parentElement.appendChild(make())
}
