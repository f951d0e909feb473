// The row of cards: one time axis, one loss axis, one reading and one zoom for all of them.

import { Card, ROLES, STROKES } from "./curves_card.js"
import { lossRange } from "./curves_scale.js"
import { whenGone } from "./leaving.js"
import { html, svg } from "./marks.js"

const ALONE = "Validation loss of a network of its own for each task: same rows, epochs, width and seed"
const boards = new WeakMap()

class Board {
  constructor(parent) {
    this.cards = []
    this.grid = html("div", { class: "cards" })
    this.table = html("div", { class: "table card", tabindex: 0 })
    this.reset = html("button", { class: "link", type: "button", hidden: "" }, "Whole run")
    this.switch = html("button", { class: "link", type: "button", "aria-pressed": "false" }, "Show as table")
    this.bar = html("div", { class: "bar" }, ...this.keys(), html("span", { class: "tools" }, this.reset, this.switch))
    this.root = html("div", { class: "mtl-root" }, this.bar, this.grid, this.table)
    this.reset.onclick = () => this.zoom(null)
    this.switch.onclick = () => this.toggle()
    this.sizes = new ResizeObserver(() => this.draw())
    this.sizes.observe(this.root)
    parent.append(this.root)
  }

  keys() {
    this.alone = html("span", { class: "key alone", hidden: "", title: ALONE })
    const stroke = (attributes, words) => [
      svg(
        "svg",
        { width: 24, height: 8, "aria-hidden": true },
        svg("path", { d: "M2 4H22", stroke: "var(--mtl-secondary)", ...attributes }),
      ),
      words,
    ]
    this.alone.append(...stroke(STROKES.alone, "learnt alone"))
    return [
      html("span", { class: "key" }, ...stroke(STROKES.validation, "validation")),
      html("span", { class: "key" }, ...stroke(STROKES.train, "train")),
      this.alone,
    ]
  }

  update(data) {
    this.data = data
    while (this.cards.length > data.cards.length) this.cards.pop().root.remove()
    while (this.cards.length < data.cards.length) {
      this.cards.push(new Card(this))
      this.grid.append(this.cards.at(-1).root)
    }
    for (const [index, card] of this.cards.entries()) card.update(data.cards[index], data.scale)
    this.alone.hidden = !data.cards.some(card => card.alone.length)
    this.draw()
  }

  draw() {
    if (!this.root.clientWidth || !this.data) return
    if (this.root.classList.contains("as-table")) return this.fillTable()
    const log = this.data.scale === "log"
    const range = lossRange(this.cards, log)
    for (const card of this.cards) card.draw(range, this.span(), log)
  }

  span() {
    if (this.zoomed) return this.zoomed
    const last = Math.max(0, ...this.cards.flatMap(card => ROLES.map(role => card.lines[role].at(-1)?.[0] ?? 0)))
    const ahead = Math.max(last * 1.04, 5)
    return [0, Math.max(last, Math.min(ahead, this.data.epochs ?? ahead), 1)]
  }

  zoom(span) {
    this.zoomed = span && span[1] - span[0] > 0.05 ? span : null
    this.reset.hidden = !this.zoomed
    this.draw()
  }

  read(epoch, card) {
    this.reading = epoch === null ? null : { epoch, card }
    for (const each of this.cards) each.readAt(this.reading)
  }

  toggle() {
    const height = this.grid.offsetHeight
    const table = this.root.classList.toggle("as-table")
    if (table) this.table.style.height = `${height}px`
    this.switch.setAttribute("aria-pressed", table)
    this.switch.textContent = table ? "Show as curves" : "Show as table"
    this.draw()
  }

  fillTable() {
    const columns = this.data.cards.flatMap(card =>
      ROLES.filter(role => role !== "alone" || !this.alone.hidden).map(role => ({
        name: `${card.mark.letter} ${card.name}, ${role}`,
        at: new Map(card[role]),
      })),
    )
    const epochs = [...new Set(columns.flatMap(column => [...column.at.keys()]))].sort((a, b) => b - a)
    const cell = loss => html("td", {}, loss === undefined || loss === null ? "–" : loss.toPrecision(4))
    const { scrollTop } = this.table
    this.table.replaceChildren(
      html(
        "table",
        {},
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            html("th", { scope: "col" }, "Epoch"),
            ...columns.map(column => html("th", { scope: "col" }, column.name)),
          ),
        ),
        html(
          "tbody",
          {},
          ...epochs.map(epoch =>
            html(
              "tr",
              {},
              html("th", { scope: "row" }, Number(epoch.toFixed(2))),
              ...columns.map(column => cell(column.at.get(epoch))),
            ),
          ),
        ),
      ),
    )
    this.table.scrollTop = scrollTop
  }
}

export default function ({ data, parentElement }) {
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement))
  const board = boards.get(parentElement)
  board.update(data)
  return whenGone(parentElement, () => board.sizes.disconnect())
}
