// The bar over a running training: patched in place, so that focus, pulse and the progress line go on undisturbed.

import { html, svg } from "./marks.js"

const ICONS = {
  pause: [
    ["path", { d: "M4.5 2.5v9M9.5 2.5v9", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" }],
  ],
  resume: [["path", { d: "M3.500 2l8 5-8 5z", fill: "currentColor" }]],
  stop: [["rect", { x: 2.5, y: 2.5, width: 9, height: 9, rx: 2, fill: "currentColor" }]],
  step: [
    ["path", { d: "M3 3l5.5 4L3 11z", fill: "currentColor" }],
    ["path", { d: "M11 3v8", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" }],
  ],
  flag: [
    ["path", { d: "M3.5 1.8v10.6", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round" }],
    ["path", { d: "M3.5 2.2h7.2L8.8 4.7l1.9 2.5H3.5z", fill: "currentColor" }],
  ],
}
const bars = new WeakMap()

function text(node, words) {
  if (node.textContent !== words) node.textContent = words
}

class Bar {
  constructor(parent) {
    this.dot = html("i", { class: "dot" })
    this.state = html("div", { class: "value", role: "status" })
    this.detail = html("div", { class: "label" })
    this.stats = html("div", { style: "display: contents" })
    this.actions = html("div", { class: "actions" })
    this.line = html("i")
    this.track = html(
      "div",
      { class: "track", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100 },
      this.line,
    )
    this.buttons = new Map()
    parent.append(
      html(
        "div",
        { class: "mtl-root" },
        html(
          "section",
          { class: "card status" },
          html("div", { class: "state" }, this.dot, html("div", {}, this.state, this.detail)),
          this.stats,
          this.actions,
          this.track,
        ),
      ),
    )
  }

  update(data, send) {
    this.send = send
    this.dot.classList.toggle("live", data.live)
    text(this.state, data.state)
    text(this.detail, data.detail)
    this.stats.replaceChildren(
      ...data.stats.map(({ value, label: name, unit }) =>
        html(
          "div",
          {},
          html("div", { class: "value" }, value, unit ? " " : "", unit ? html("em", {}, unit) : ""),
          html("div", { class: "label" }, name),
        ),
      ),
    )
    this.match(data.actions)
    this.track.classList.toggle("unknown", data.progress === null)
    const percent = Math.max(0, Math.min(100, (data.progress ?? 0) * 100))
    this.line.style.width = data.progress === null ? "" : `${percent}%`
    if (data.progress === null) this.track.removeAttribute("aria-valuenow")
    else this.track.setAttribute("aria-valuenow", Math.round(percent))
  }

  match(actions) {
    const made = new Map(actions.map(action => [action.id, this.buttons.get(action.id) ?? this.makeButton(action.id)]))
    if ([...made.keys()].join() !== [...this.buttons.keys()].join()) this.actions.replaceChildren(...made.values())
    this.buttons = made
    for (const action of actions) {
      const button = made.get(action.id)
      button.classList.toggle("primary", action.primary)
      button.disabled = action.disabled
      if (button.dataset.shown === action.icon + action.label) continue
      button.dataset.shown = action.icon + action.label
      const icon = action.icon
        ? svg(
            "svg",
            { width: 14, height: 14, "aria-hidden": true },
            ...ICONS[action.icon].map(([name, attributes]) => svg(name, attributes)),
          )
        : ""
      button.replaceChildren(...[icon, action.label].filter(Boolean))
    }
  }

  makeButton(id) {
    const button = html("button", { type: "button", "data-action": id })
    button.onclick = () => this.send(id)
    return button
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!bars.has(parentElement)) bars.set(parentElement, new Bar(parentElement))
  bars.get(parentElement).update(data, id => setTriggerValue("action", id))
}
