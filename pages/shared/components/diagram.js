// The living diagram: redraws on new data or width, folds sections, shows hover cards and the table.

import { drawing, NEUTRAL, pullColour } from "./diagram_draw.js"
import { save, standalone } from "./diagram_export.js"
import { crowded, folded } from "./diagram_fold.js"
import { BranchHandles } from "./diagram_handles.js"
import { layout } from "./diagram_layout.js"
import { whenGone } from "./leaving.js"
import { html, svg } from "./marks.js"

const diagrams = new WeakMap()

class Diagram {
  constructor(parent) {
    this.drawing = svg("svg", { class: "drawing", role: "group" })
    this.layer = svg("g")
    this.handles = new BranchHandles(this)
    this.drawing.append(this.layer, this.handles.stops, this.handles.pills)
    this.scroll = html("div", { class: "scroll" }, this.drawing)
    this.table = html("div", { class: "table", tabindex: 0, hidden: "" })
    this.saving = this.button("Save as SVG", "Download the drawing as a vector image", () =>
      save(standalone(this.drawing, this.data.sentence), "network.svg", "image/svg+xml"),
    )
    this.listing = this.button("Show as table", null, () => this.list(this.table.hidden))
    this.foot = html("div", { class: "foot" })
    this.hover = html("div", { class: "hover", role: "tooltip" })
    this.card = html("div", { class: "card frame" }, this.scroll, this.table, this.hover, this.foot)
    this.words = html("span")
    const lines = svg(
      "svg",
      { width: 16, height: 16, "aria-hidden": true },
      svg("path", { d: "M2.5 4h11M2.5 8h11M2.5 12h6.500" }),
    )
    this.root = html("div", { class: "mtl-root" }, this.card, html("p", { class: "twin" }, lines, this.words))
    this.watch()
    parent.append(this.root)
  }

  watch() {
    this.sizes = new ResizeObserver(() => this.data && this.drawnAt !== this.root.clientWidth && this.draw())
    this.sizes.observe(this.root)
    for (const [enter, leave] of [
      ["pointerover", "pointerout"],
      ["focusin", "focusout"],
    ]) {
      this.layer.addEventListener(enter, event => this.explain(event.target.closest(".block")))
      this.handles.pills.addEventListener(enter, event => this.advise(event.target.closest(".handle")))
      for (const part of [this.layer, this.handles.pills])
        part.addEventListener(leave, () => this.hover.classList.remove("shown"))
    }
    this.drawing.addEventListener("keydown", event => {
      if (event.key === "Escape") this.hover.classList.remove("shown")
      if (event.key === "Enter" || event.key === " ") this.fold(event)
    })
    this.drawing.addEventListener("click", event => this.fold(event))
  }

  button(words, hint, press) {
    const made = html("button", { class: "link", type: "button", title: hint }, words)
    made.onclick = press
    return made
  }

  fold(event) {
    const section = event.target.closest(".heading")?.dataset.section
    if (!section) return
    event.preventDefault()
    if (!this.folds.delete(section)) this.folds.add(section)
    this.draw()
  }

  list(shown) {
    this.table.hidden = !shown
    this.scroll.hidden = shown
    this.hover.classList.remove("shown")
    this.listing.textContent = shown ? "Show as drawing" : "Show as table"
    const [head, ...rows] = this.data.table
    this.table.replaceChildren(
      html(
        "table",
        {},
        html("thead", {}, html("tr", {}, ...head.map(text => html("th", { scope: "col" }, text)))),
        html(
          "tbody",
          {},
          ...rows.map(([part, ...rest]) =>
            html("tr", {}, html("th", { scope: "row" }, part), ...rest.map(text => html("td", {}, text))),
          ),
        ),
      ),
    )
    if (!shown) this.draw()
  }

  update(data, send) {
    this.data = data
    this.folds ??= new Set(crowded(data))
    this.handles.update(data.handles, send)
    this.words.textContent = data.sentence
    this.drawing.setAttribute("aria-label", data.sentence)
    this.foot.replaceChildren(
      ...data.facts.map(fact =>
        html("div", { class: "stat", title: fact.hint }, html("b", {}, fact.value), html("span", {}, fact.label)),
      ),
      ...scale(this.data.legend),
      html("div", { class: "tools" }, this.listing, this.saving),
    )
    if (!this.table.hidden) this.list(true)
    this.draw()
  }

  draw() {
    if (this.handles.held || !this.root.clientWidth) return
    const active = this.layer.getRootNode().activeElement?.dataset
    const focused = active?.block
      ? `[data-block="${active.block}"]`
      : active?.section
        ? `[data-section="${active.section}"]`
        : null
    this.drawnAt = this.root.clientWidth
    const handles = this.folds.has("body") ? null : this.data.handles
    const data = { ...folded(this.data, this.folds), folded: this.folds, handles }
    const plan = layout(data, this.drawnAt - 2)
    this.plan = plan
    for (const [name, value] of Object.entries({
      width: plan.width,
      height: plan.height,
      viewBox: `0 0 ${plan.width} ${plan.height}`,
    })) {
      this.drawing.setAttribute(name, value)
    }
    this.hover.classList.remove("shown")
    this.layer.replaceChildren(...drawing(data, plan))
    if (focused) this.layer.querySelector(focused)?.focus({ preventScroll: true })
    this.handles.draw(data, plan)
  }

  explain(block) {
    if (!block || this.handles.held) return
    const shown = this.plan.blocks.get(block.dataset.block)
    this.tell(block.querySelector(".box"), this.data.cards[shown.card ?? shown.id])
  }

  // What a handle does, while it is not dragged.
  advise(handle) {
    if (handle && !this.handles.held)
      this.tell(handle.querySelector("rect"), {
        title: handle.getAttribute("aria-label"),
        lines: [this.data.handles.hint],
      })
  }

  tell(at, { title, lines }) {
    this.hover.replaceChildren(html("b", {}, title), ...lines.map(line => html("p", {}, line)))
    const box = at.getBoundingClientRect()
    const frame = this.card.getBoundingClientRect()
    const middle = box.left + box.width / 2 - frame.left
    const left = Math.max(4, Math.min(frame.width - 252, middle - 124))
    const above =
      box.bottom - frame.top + 14 + this.hover.offsetHeight > frame.height + 40 &&
      box.top - frame.top > this.hover.offsetHeight + 14
    const top = above ? box.top - frame.top - this.hover.offsetHeight - 14 : box.bottom - frame.top + 14
    this.hover.classList.toggle("above", above)
    const arrow = Math.max(8, Math.min(228, middle - left - 6))
    this.hover.style.cssText = `left: ${left}px; top: ${Math.min(top, frame.height - 20)}px; --arrow: ${arrow}px`
    this.hover.classList.add("shown")
  }
}

// What the tints mean.
function scale(legend) {
  if (!legend) return []
  const swatches = [0, 1, 2, 3, NEUTRAL, 7, 8, 9, 10].map(step =>
    html("i", { class: step < NEUTRAL ? "apart" : null, style: `--tint: ${pullColour(step)}` }),
  )
  return [
    html(
      "div",
      { class: "stat pull" },
      html("b", {}, "−0.5 apart ", ...swatches, " together +0.5"),
      html("span", {}, legend),
    ),
  ]
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!diagrams.has(parentElement)) diagrams.set(parentElement, new Diagram(parentElement))
  const diagram = diagrams.get(parentElement)
  diagram.update(data, (task, value) => setTriggerValue("depth", { task, value }))
  return whenGone(parentElement, () => diagram.sizes.disconnect())
}
