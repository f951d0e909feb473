// One task's card: its plot is redrawn on every tick, its labels and its plot element stay, so that focus, pointer and
// hidden lines stay too.

import {
  known,
  linear,
  logarithmic,
  lossTicks,
  precise,
  relative,
  smoothed,
  spread,
  thinned,
  ticks,
} from "./curves_scale.js"
import { cut, html, label, middleCut, svg, tokenImage } from "./marks.js"

const HEIGHT = 216
const EDGE = { left: 34, right: 122, top: 30, bottom: 24 }
export const ROLES = ["validation", "train", "alone"]
// What is drawn first lies behind.
export const STROKES = {
  alone: { "stroke-width": 2.5, "stroke-dasharray": "0.1 5", "stroke-linecap": "round", opacity: 0.7 },
  raw: { "stroke-width": 1.25, opacity: 0.38, "stroke-linecap": "round" },
  train: { "stroke-width": 1.25, "stroke-dasharray": "5 3.5" },
  validation: { "stroke-width": 2.5, "stroke-linecap": "round" },
}

export class Card {
  constructor(board) {
    this.board = board
    this.hidden = new Set()
    this.title = html("h2")
    this.headline = html("span")
    this.mark = html("i")
    this.below = svg("g")
    this.reading = svg("g")
    this.ends = Object.fromEntries(ROLES.map(role => [role, this.makeEnd(role)]))
    this.plot = svg(
      "svg",
      { class: "plot", height: HEIGHT, role: "group" },
      this.below,
      this.reading,
      ...Object.values(this.ends),
    )
    this.tip = html("div", { class: "tip" })
    this.root = html(
      "section",
      { class: "card curve" },
      html("header", {}, this.mark, this.title, this.headline),
      this.plot,
      this.tip,
    )
    this.plot.onpointerdown = event => this.press(event)
    this.plot.onpointermove = event => this.pass(event)
    this.plot.onpointerup = event => this.release(event)
    this.plot.onpointercancel = () => {
      this.dragged = null
      board.read(null)
    }
    this.plot.onpointerleave = () => this.dragged || board.read(null)
    this.plot.ondblclick = () => board.zoom(null)
  }

  makeEnd(role) {
    const node = svg(
      "g",
      { class: "end", role: "button", tabindex: 0, "data-line": role },
      svg("path", { stroke: "var(--mtl-line)", fill: "none" }),
      label("", 0, 0, role === "validation" ? { "font-weight": 650 } : { class: "muted" }),
    )
    const toggle = event => {
      event.stopPropagation()
      if (!this.hidden.delete(role)) this.hidden.add(role)
      this.board.draw()
    }
    node.onpointerdown = event => event.stopPropagation()
    node.onclick = toggle
    node.onkeydown = event => {
      if (!["Enter", " "].includes(event.key)) return
      event.preventDefault()
      toggle(event)
    }
    return node
  }

  update(card, scale) {
    this.data = card
    const shape = scale === "relative" ? relative : points => points
    const raw = shape(card.validation)
    this.lines = { raw, validation: smoothed(raw), train: shape(card.train), alone: smoothed(shape(card.alone)) }
    this.title.title = card.name
    this.title.replaceChildren(...middleCut(card.name))
    this.headline.textContent = card.headline
    this.headline.title = card.headline
    const mark = tokenImage(card.mark)
    this.mark.replaceWith(mark)
    this.mark = mark
    this.plot.setAttribute("aria-label", card.sentence)
  }

  draw(range, span, log) {
    this.width = Math.max(200, this.root.clientWidth - 32)
    this.plot.setAttribute("width", this.width)
    const right = this.width - EDGE.right
    this.x = linear(span[0], span[1], EDGE.left, right)
    this.y = (log ? logarithmic : linear)(range[0], range[1], HEIGHT - EDGE.bottom, EDGE.top)
    this.span = span
    this.below.replaceChildren(
      this.window(right),
      ...this.axes(range, span, log, right),
      ...this.touches(),
      svg("g", { "clip-path": `url(#${this.clip})` }, ...this.paths()),
      ...this.best(),
    )
    this.placeEnds()
    this.readAt(this.board.reading)
  }

  window(right) {
    this.clip ??= `clip-${crypto.getRandomValues(new Uint32Array(1))[0]}`
    return svg(
      "clipPath",
      { id: this.clip },
      svg("rect", {
        x: EDGE.left - 2,
        y: EDGE.top - 6,
        width: right - EDGE.left + 8,
        height: HEIGHT - EDGE.top - EDGE.bottom + 8,
      }),
    )
  }

  axes(range, span, log, right) {
    const lines = lossTicks(range, log).flatMap(({ value, text, shown }) => [
      svg("path", {
        d: `M${EDGE.left} ${this.y(value)}H${right + 8}`,
        stroke: value === 1 ? "var(--mtl-line)" : "var(--mtl-hairline)",
      }),
      ...(shown
        ? [label(text, EDGE.left - 8, this.y(value) + 4, { "font-size": 12, class: "muted", "text-anchor": "end" })]
        : []),
    ])
    const last = known(this.lines.validation).at(-1)?.[0]
    const marks = ticks(span[0], span[1], Math.min(4, Math.max(2, (right - EDGE.left) / 60))).filter(
      value => Number.isInteger(value) && (last === undefined || Math.abs(this.x(value) - this.x(last)) > 24),
    )
    if (last !== undefined && this.inside(last)) marks.push(last)
    return [
      ...lines,
      ...marks.map(value =>
        label(value === 0 ? "epoch 0" : Number(value.toFixed(1)), this.x(value), HEIGHT - 4, {
          "font-size": 12,
          class: "muted",
          "text-anchor": "middle",
        }),
      ),
    ]
  }

  paths() {
    const colour = this.data.mark.colour
    const shown = Object.keys(STROKES).filter(role => !this.hidden.has(role === "raw" ? "validation" : role))
    const lines = shown.map(role =>
      svg("path", {
        class: "line",
        "data-line": role,
        d: this.path(this.lines[role]),
        stroke: colour,
        ...STROKES[role],
      }),
    )
    const newest = ["validation", "train"]
      .filter(role => !this.hidden.has(role))
      .map(role => known(this.lines[role]).at(-1))
      .find(point => point)
    if (!newest) return lines
    return [
      ...lines,
      svg("circle", {
        class: "newest",
        cx: this.x(newest[0]),
        cy: this.y(newest[1]),
        r: 4,
        fill: colour,
        stroke: "var(--mtl-card)",
        "stroke-width": 2,
      }),
    ]
  }

  path(points) {
    let pen = "M"
    return thinned(points, this.span[0], this.span[1], this.width)
      .map(([epoch, loss]) => {
        if (loss === null) {
          pen = "M"
          return ""
        }
        const step = `${pen}${this.x(epoch).toFixed(1)} ${this.y(loss).toFixed(1)}`
        pen = "L"
        return step
      })
      .join("")
  }

  inside(epoch) {
    return epoch >= this.span[0] && epoch <= this.span[1]
  }

  touches() {
    const shown = this.data.touches.filter(([epoch]) => this.inside(epoch))
    return shown.map(([epoch, words], index) => {
      const x = this.x(epoch)
      const room = (index + 1 < shown.length ? this.x(shown[index + 1][0]) - 12 : this.width) - x - 10
      const text = room > 28 ? fitted(words, room) : ""
      return svg(
        "g",
        {},
        svg("title", {}, words),
        svg("path", {
          d: `M${x} ${EDGE.top - 8}V${HEIGHT - EDGE.bottom}`,
          stroke: "var(--mtl-faint)",
          "stroke-dasharray": "2 3",
        }),
        svg("path", {
          d: `M${x} ${EDGE.top - 20}v12`,
          stroke: "var(--mtl-secondary)",
          "stroke-width": 1.5,
          "stroke-linecap": "round",
        }),
        svg("rect", { x: x - 4.5, y: EDGE.top - 14, width: 9, height: 4, rx: 1.5, fill: "var(--mtl-secondary)" }),
        label(text, x + 10, EDGE.top - 10, { "font-size": 12, class: "muted" }),
      )
    })
  }

  best() {
    const point = this.lines.validation.find(([epoch, loss]) => epoch === this.data.best && loss !== null)
    if (!point || !this.inside(point[0]) || this.hidden.has("validation")) return []
    const [x, y, foot] = [this.x(point[0]), this.y(point[1]), HEIGHT - EDGE.bottom]
    const left = x - EDGE.left > 60
    return [
      svg("path", { d: `M${x} ${Math.min(y, foot - 20)}V${foot}`, stroke: "var(--mtl-faint)" }),
      svg("path", { d: `M${x} ${foot}v-20`, stroke: "var(--mtl-ink)", "stroke-width": 1.5 }),
      svg("path", { d: `M${x} ${foot - 20}h11l-2.5 4.5 2.5 4.5h-11z`, fill: "var(--mtl-ink)" }),
      svg("circle", { cx: x, cy: y, r: 2.5, fill: "var(--mtl-ink)" }),
      label(`best ${point[0]}`, left ? x - 6 : x + 14, foot - 7, {
        "font-size": 12,
        "text-anchor": left ? "end" : "start",
        class: "halo",
      }),
    ]
  }

  // --- line-end labels: persistent, because they are buttons --------------------------------------------------------

  placeEnds() {
    const bottom = HEIGHT - EDGE.bottom - 2
    const labels = ROLES.map(role => {
      const points = known(this.lines[role])
      const last = points.filter(([epoch]) => epoch <= this.span[1]).at(-1) ?? points.at(-1)
      return { role, last, y: last ? Math.max(EDGE.top, Math.min(bottom, this.y(last[1]))) : null }
    })
    for (const { role, last } of labels) this.ends[role].style.display = last ? "" : "none"
    for (const { role, last, y } of spread(
      labels.filter(each => each.last),
      16,
      EDGE.top + 2,
      bottom,
    )) {
      const [line, text] = this.ends[role].children
      const off = this.hidden.has(role)
      const x = this.width - EDGE.right + 22
      line.setAttribute(
        "d",
        off
          ? ""
          : `M${Math.min(this.x(last[0]) + 6, x - 8)} ${Math.max(EDGE.top, Math.min(bottom, this.y(last[1])))}L${x - 4} ${y}`,
      )
      text.setAttribute("x", x)
      text.setAttribute("y", y + 4)
      text.textContent = `${role} ${precise(last[1])}`
      this.ends[role].classList.toggle("off", off)
      this.ends[role].setAttribute("aria-pressed", !off)
      this.ends[role].setAttribute("aria-label", `Show the ${role} line of ${this.data.name}, now ${precise(last[1])}`)
    }
  }

  // --- pointer: a reading on the way, a zoom by dragging ------------------------------------------------------------

  at(event) {
    const x = event.clientX - this.plot.getBoundingClientRect().left
    return Math.max(EDGE.left, Math.min(this.width - EDGE.right, x))
  }

  press(event) {
    if (event.button !== 0 || event.pointerType === "touch") return
    this.plot.setPointerCapture(event.pointerId)
    this.dragged = { from: this.at(event), to: this.at(event) }
  }

  pass(event) {
    if (this.dragged) {
      this.dragged.to = this.at(event)
      this.readAt(this.board.reading)
    }
    this.board.read(this.x.back(this.at(event)), this)
  }

  release(event) {
    if (!this.dragged) return
    const [low, high] = [this.dragged.from, this.at(event)].sort((a, b) => a - b).map(this.x.back)
    const wide = Math.abs(this.dragged.from - this.at(event)) > 6
    this.dragged = null
    if (wide) this.board.zoom([low, high])
    else this.readAt(this.board.reading)
  }

  readAt(reading) {
    const nearest = reading && this.nearest(reading.epoch)
    this.tip.classList.toggle("shown", Boolean(nearest) && reading.card === this)
    this.reading.replaceChildren(...(nearest ? this.cross(nearest) : []), ...(this.dragged ? [this.band()] : []))
    if (nearest && reading.card === this) this.tell(nearest)
  }

  nearest(epoch) {
    const points = ROLES.flatMap(role => known(this.lines[role])).filter(point => this.inside(point[0]))
    if (!points.length) return null
    return points.reduce((best, point) => (Math.abs(point[0] - epoch) < Math.abs(best[0] - epoch) ? point : best))[0]
  }

  value(role, epoch) {
    return this.lines[role].find(point => point[0] === epoch)?.[1] ?? null
  }

  cross(epoch) {
    const dots = ROLES.filter(role => !this.hidden.has(role))
      .map(role => this.value(role, epoch))
      .filter(loss => loss !== null)
    return [
      svg("path", { d: `M${this.x(epoch)} ${EDGE.top}V${HEIGHT - EDGE.bottom}`, stroke: "var(--mtl-faint)" }),
      ...dots.map(loss =>
        svg("circle", {
          cx: this.x(epoch),
          cy: this.y(loss),
          r: 3.5,
          fill: this.data.mark.colour,
          stroke: "var(--mtl-card)",
          "stroke-width": 1.5,
        }),
      ),
    ]
  }

  band() {
    const [from, to] = [this.dragged.from, this.dragged.to].sort((a, b) => a - b)
    return svg("rect", {
      class: "band",
      x: from,
      y: EDGE.top,
      width: to - from,
      height: HEIGHT - EDGE.top - EDGE.bottom,
    })
  }

  tell(epoch) {
    const rows = [
      ["validation", "validation"],
      ["raw", "not smoothed"],
      ["train", "train"],
      ["alone", "learnt alone"],
    ]
      .map(([role, words]) => [words, this.value(role, epoch)])
      .filter(([, loss]) => loss !== null)
    this.tip.replaceChildren(
      html("b", {}, `epoch ${Number(epoch.toFixed(2))}`),
      ...rows.map(([words, loss]) => html("div", {}, html("span", {}, words), loss.toPrecision(3))),
    )
    const x = this.x(epoch) + 16
    const right = x + this.tip.offsetWidth + 14 > this.root.clientWidth
    this.tip.style.cssText = `left: ${right ? x - this.tip.offsetWidth - 8 : x + 14}px; top: 84px`
  }
}

const ruler = document.createElement("canvas").getContext("2d")

function fitted(text, width) {
  ruler.font = '400 12px "Source Sans", sans-serif'
  return cut(text, shown => ruler.measureText(shown).width <= width)
}
