// A card for each picture of what was learnt; a choice of its classes, and a way back through the epochs.

import { html } from "./marks.js"
import { DRAW_VIEW } from "./network_views_draw.js"

const galleries = new WeakMap()

class Gallery {
  constructor(parent) {
    this.cards = new Map()
    this.at = null // the moment that is looked at; null = the last
    this.title = html("h2", {}, "What the network has learnt to share")
    this.when = html("span", { class: "muted" })
    this.range = html("input", { type: "range", min: 0, step: 1, "aria-label": "Epoch" })
    this.range.oninput = () => this.show(Number(this.range.value))
    this.grid = html("div", { class: "cards" })
    this.root = html(
      "div",
      { class: "mtl-root" },
      html("header", { class: "bar" }, this.title, this.range, this.when),
      this.grid,
    )
    parent.append(this.root)
  }

  update(data) {
    if (data.moments.length !== this.data?.moments.length) this.at = null
    this.data = data
    this.marks = new Map(data.tasks.map(({ name, mark }) => [name, mark]))
    this.range.max = data.moments.length - 1
    this.range.hidden = data.moments.length < 2
    this.show(this.at)
  }

  show(place) {
    const last = this.data.moments.length - 1
    this.at = place === last ? null : place
    const moment = this.data.moments[this.at ?? last]
    this.range.value = this.at ?? last
    this.when.textContent = moment.kept ? `epoch ${moment.epoch}, the weights that are kept` : `epoch ${moment.epoch}`
    const views = moment.views.filter(view => !view.of)
    for (const [id, card] of this.cards)
      if (!views.some(view => view.id === id)) card.root.remove() || this.cards.delete(id)
    for (const view of views) {
      if (!this.cards.has(view.id)) this.cards.set(view.id, new Picture(this.grid))
      this.cards.get(view.id).update(
        view,
        moment.views.filter(other => other.of === view.id),
        this.marks,
      )
    }
  }
}

class Picture {
  constructor(grid) {
    this.heading = html("h3")
    this.choice = html("select", { "aria-label": "Whose classes" })
    this.choice.onchange = () => this.draw()
    this.body = html("div", { class: "body", tabindex: 0 })
    this.note = html("p", { class: "muted" })
    this.root = html(
      "section",
      { class: "card view" },
      html("header", {}, this.heading, this.choice),
      this.body,
      this.note,
    )
    grid.append(this.root)
  }

  update(view, classes, marks) {
    Object.assign(this, { view, classes, marks })
    const names = ["All tasks", ...classes.map(each => this.taskOf(each))]
    if (names.join("\n") !== [...this.choice.options].map(option => option.text).join("\n")) {
      this.choice.replaceChildren(...names.map((name, index) => html("option", { value: index }, name)))
    }
    this.choice.hidden = !classes.length
    this.draw()
  }

  taskOf(view) {
    return [...this.marks.keys()][Number(view.task.slice(1))]
  }

  draw() {
    const view = this.classes[Number(this.choice.value) - 1] ?? this.view
    this.heading.textContent = this.view.title
    this.root.dataset.kind = view.kind
    const own = view.task ? this.marks.get(this.taskOf(view)) : null
    this.body.replaceChildren(DRAW_VIEW[view.kind](view, this.marks, own))
    this.note.textContent = view.left_out ? `and ${view.left_out} more of smaller values` : ""
    this.note.hidden = !view.left_out
  }
}

export default function ({ data, parentElement }) {
  if (!galleries.has(parentElement)) galleries.set(parentElement, new Gallery(parentElement))
  galleries.get(parentElement).update(data)
}
