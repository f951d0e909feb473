// The card in which arrows between tasks are cut and drawn again.

import { graph } from "./graph.js"
import { html } from "./marks.js"

const boards = new WeakMap()

class Board {
  constructor(parent) {
    this.picture = html("div", { class: "picture" })
    const words =
      "An arrow leads from a task to one that takes from it. Press it, or Enter on it, to cut it or to draw it again."
    this.root = html(
      "div",
      { class: "mtl-root card" },
      html("h2", {}, "Who passes on to whom"),
      html("p", { class: "muted" }, words),
      this.picture,
    )
    this.picture.addEventListener("click", event => this.press(event))
    this.picture.addEventListener("keydown", event => (event.key === "Enter" || event.key === " ") && this.press(event))
    parent.append(this.root)
  }

  update({ nodes, arrows }, send) {
    Object.assign(this, { arrows, send })
    const focused = this.picture.getRootNode().activeElement?.dataset?.arrow
    this.picture.replaceChildren(
      graph(nodes, arrows, arrow => ({
        role: "switch",
        tabindex: 0,
        "data-arrow": `${arrow.from} ${arrow.to}`,
        "aria-checked": `${arrow.value > 0}`,
        "aria-label": `${nodes[arrow.to].name} takes from ${nodes[arrow.from].name}`,
      })),
    )
    if (focused) this.picture.querySelector(`[data-arrow="${focused}"]`)?.focus({ preventScroll: true })
  }

  press(event) {
    const pressed = event.target.closest(".arrow")?.dataset.arrow
    if (!pressed) return
    event.preventDefault()
    const { from, to, value } = this.arrows.find(arrow => `${arrow.from} ${arrow.to}` === pressed)
    this.send({ from, to, value: value ? 0 : 1 })
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement))
  boards.get(parentElement).update(data, arrow => setTriggerValue("arrow", arrow))
}
