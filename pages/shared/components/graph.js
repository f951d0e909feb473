// Tasks as points on a circle, and arrows between them.

import { apart, label, svg, token } from "./marks.js"

const POINT = 15 // radius that arrows keep off a point
const NAME = 12 // signs of a name
const APART = 84 // from a point to the next around the circle, at least

// nodes: {name, mark}; arrows: {from, to, value} by place of the node; value 0 = cut.
export function graph(nodes, arrows, dress = () => ({})) {
  const around = Math.max(112, (APART * nodes.length) / (2 * Math.PI))
  const size = 2 * around + 2 * POINT + 130
  const at = nodes.map((_, index) => {
    const angle = (2 * Math.PI * index) / nodes.length - Math.PI / 2
    return [size / 2 + around * Math.cos(angle), (size - 100) / 2 + around * Math.sin(angle)]
  })
  const thick = Math.min(5, 25 / nodes.length)
  const drawn = arrows.map(arrow => drawArrow(arrow, at, nodes, thick, dress(arrow)))
  const shown = apart(
    nodes.map(({ name }) => name),
    text => text.length <= NAME,
  )
  const names = nodes.map(({ name, mark }, index) => {
    const [x, y] = at[index]
    const side = Math.abs(x - size / 2) < 4 ? "middle" : x > size / 2 ? "start" : "end"
    const shift = { middle: 0, start: 18, end: -18 }[side]
    const drop = side === "middle" ? (y < size / 2 ? -20 : 32) : 5
    return svg(
      "g",
      {},
      svg("title", {}, name),
      token(mark, x, y, 24),
      label(shown[index], x + shift, y + drop, { "text-anchor": side, "font-size": 13 }),
    )
  })
  return svg(
    "svg",
    {
      class: "graph",
      style: `max-width:${size}px`,
      viewBox: `0 0 ${size} ${Math.max(...at.map(([, y]) => y)) + 44}`,
      role: "group",
    },
    ...drawn,
    ...names,
  )
}

// Two arrows between the same points bend away from each other.
function drawArrow({ from, to, value }, at, nodes, thick, attributes) {
  const [[x1, y1], [x2, y2]] = [at[from], at[to]]
  const length = Math.hypot(x2 - x1, y2 - y1)
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length]
  const bend = Math.min(26, length / 6)
  const [mx, my] = [(x1 + x2) / 2 - dy * bend, (y1 + y2) / 2 + dx * bend]
  const end = Math.hypot(x2 - mx, y2 - my)
  const [ux, uy] = [(x2 - mx) / end, (y2 - my) / end]
  const [tx, ty] = [x2 - ux * (POINT + 3), y2 - uy * (POINT + 3)]
  const curve = `M${x1} ${y1}Q${mx} ${my} ${tx - ux * 6} ${ty - uy * 6}`
  const cut = !value
  const look = {
    stroke: cut ? "var(--mtl-faint)" : nodes[from].mark.colour,
    "stroke-width": cut ? 1 : 1 + thick * value,
    "stroke-dasharray": cut ? "2 4" : null,
    opacity: cut ? 0.8 : 0.35 + 0.65 * value,
  }
  const tip = 5 + (cut ? 0 : 0.6 * thick * value)
  const [bx, by] = [tx - ux * tip * 1.6, ty - uy * tip * 1.6]
  const head = `M${tx} ${ty}L${bx - uy * tip} ${by + ux * tip}L${bx + uy * tip} ${by - ux * tip}Z`
  return svg(
    "g",
    { class: "arrow", ...attributes },
    svg("path", { class: "reach", d: curve }),
    svg("path", { class: "shaft", d: curve, fill: "none", ...look }),
    svg("path", { d: head, fill: look.stroke, opacity: look.opacity }),
  )
}
