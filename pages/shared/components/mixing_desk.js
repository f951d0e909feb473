// Faders on a log2 scale. What a person does counts at once; older values that still come back are ignored.

import { whenGone } from "./leaving.js"
import { html, label, middleCut, svg, tokenImage } from "./marks.js"
import { clamp, HIGH, height, LOW, levelAt, levelOf, TOP, TRAVEL, weightOf, words } from "./mixing_scale.js"

const STRIP = 106 // pixels of a fader with its scale and switches
const EVERY_MS = 200
const ECHO_MS = 4000 // how long the server may take to answer with the new weights
const KEYS = { ArrowUp: 0.125, ArrowRight: 0.125, ArrowDown: -0.125, ArrowLeft: -0.125, PageUp: 0.5, PageDown: -0.5 }
const desks = new WeakMap()

class Desk {
  constructor(parent) {
    this.strips = new Map()
    this.even = html("button", { class: "link", type: "button" }, "Set all to 1")
    this.even.onclick = () => this.set(Object.fromEntries([...this.strips.keys()].map(id => [id, 1])))
    this.row = html("div", { class: "strips" })
    this.seen = html("span")
    this.pager = html(
      "nav",
      { class: "pager", "aria-label": "Faders" },
      this.leaf(-1, "‹", "Faders before these"),
      this.seen,
      this.leaf(1, "›", "More faders"),
    )
    this.note = html("p")
    this.root = html(
      "div",
      { class: "mtl-root" },
      html(
        "section",
        { class: "card desk" },
        html("header", {}, html("h2", {}, "Mixing desk"), this.pager, this.even),
        this.note,
        this.row,
      ),
    )
    this.row.onscroll = () => this.page()
    this.sizes = new ResizeObserver(() => this.page())
    this.sizes.observe(this.row)
    parent.append(this.root)
  }

  leaf(step, sign, hint) {
    const button = html("button", { type: "button", "aria-label": hint, title: hint, "data-step": step }, sign)
    button.onclick = () => this.row.scrollBy({ left: step * this.row.clientWidth })
    return button
  }

  // As many whole faders as there is room for; where that is not all, which ones these are, and the way to the others.
  page() {
    const [count, width] = [this.strips.size, this.row.clientWidth]
    if (!count || !width) return
    const across = Math.max(1, Math.floor(width / STRIP))
    this.row.style.setProperty("--strip", across < count ? `${100 / across}%` : `minmax(${STRIP}px, 1fr)`)
    this.pager.hidden = across >= count
    const first = Math.round((this.row.scrollLeft / width) * across)
    const letters = [...this.strips.values()].map(strip => strip.letter)
    this.seen.textContent = `${letters[first]} to ${letters[Math.min(count, first + across) - 1]} of ${count}`
    for (const [button, end] of [
      [this.pager.firstChild, first <= 0],
      [this.pager.lastChild, first + across >= count],
    ])
      button.disabled = end
  }

  update(data, send) {
    this.send = send
    this.disabled = data.disabled
    this.note.textContent = data.disabled ? "Faders move while a network trains." : data.note
    this.coming = Object.fromEntries(data.strips.map(strip => [strip.id, strip.weight]))
    this.measured = Object.fromEntries(data.strips.map(strip => [strip.id, strip.in_force]))
    this.answered = data.turn
    this.match(data.strips)
    this.mix ??= data.mix
    this.adopt()
  }

  adopt() {
    if (this.accepts(this.coming)) this.weights = this.coming
    this.remember()
    this.draw()
  }

  // The server's weights count unless a newer choice is on its way.
  accepts(coming) {
    const ids = Object.keys(coming)
    if (!this.weights || ids.some(id => !(id in this.weights))) return true
    if (this.held || this.waiting) return false
    if (this.answered === this.turn) this.trust()
    return !this.doubting
  }

  // After a choice the server's word is doubted until it answers that very choice, or has had time enough to. Equal
  // weights are no answer: they may be older ones, from before a choice that was taken back.
  doubt() {
    clearTimeout(this.doubting)
    this.doubting = setTimeout(() => {
      this.trust()
      this.adopt()
    }, ECHO_MS)
  }

  trust() {
    clearTimeout(this.doubting)
    this.doubting = null
  }

  match(strips) {
    const wanted = new Map(strips.map(strip => [strip.id, this.strips.get(strip.id) ?? this.makeStrip(strip)]))
    const same = [...wanted.keys()].join() === [...this.strips.keys()].join()
    this.strips = wanted
    if (same) return
    this.mix = null
    this.row.replaceChildren(...[...wanted.values()].map(strip => strip.root))
    this.page()
  }

  makeStrip({ id, name, mark, level }) {
    const colour = mark.colour
    const scale = [4, 2, 1, 0.5, 0.25].flatMap(weight => {
      const y = height(Math.log2(weight))
      return [
        svg("path", {
          d: `M38 ${y}h${weight === 1 ? 18 : 10}`,
          stroke: weight === 1 ? "var(--mtl-secondary)" : "var(--mtl-line)",
        }),
        label({ 0.5: "½", 0.25: "¼" }[weight] ?? weight, 30, y + 4, {
          "font-size": 12,
          class: "muted",
          "text-anchor": "end",
        }),
      ]
    })
    const meter = svg("rect", { x: 97, width: 6, rx: 3, fill: colour, opacity: 0.6 })
    const rail = svg("rect", { x: 97, y: TOP, width: 6, height: TRAVEL, rx: 3, fill: "var(--mtl-hairline)" })
    const fill = svg("rect", { x: 57, width: 4, fill: colour })
    const cap = svg(
      "g",
      {},
      svg("rect", { class: "cap", x: 43, y: -9, width: 32, height: 18, rx: 5 }),
      svg("rect", {
        x: 43,
        y: -9,
        width: 32,
        height: 18,
        rx: 5,
        stroke: colour,
        "stroke-width": 1.5,
        style: `fill: color-mix(in srgb, ${colour} 14%, transparent)`,
      }),
      svg("path", { d: "M49 0h20", stroke: colour, "stroke-width": 2, "stroke-linecap": "round" }),
      svg(
        "g",
        { class: "bubble" },
        svg("rect", { x: 79, y: -11, width: 30, height: 22, rx: 6 }),
        label("", 94, 4, { "font-size": 12, "font-weight": 600, "text-anchor": "middle" }),
      ),
    )
    const fader = svg(
      "g",
      {
        class: "fader",
        role: "slider",
        "aria-label": `Weight of task ${mark.letter}, ${name}`,
        "aria-orientation": "vertical",
        "aria-valuemin": 0,
        "aria-valuemax": 4,
        "data-task": id,
      },
      svg("rect", { x: 40, y: 0, width: 40, height: TRAVEL + 20, fill: "transparent" }),
      cap,
    )
    const picture = svg(
      "svg",
      { width: STRIP, height: TRAVEL + 20 },
      ...scale,
      svg("rect", { x: 57, y: TOP, width: 4, height: TRAVEL, rx: 2, fill: "var(--mtl-hairline)" }),
      fill,
      rail,
      meter,
      fader,
    )
    const value = html("output", { "aria-hidden": true })
    const mute = html(
      "button",
      { type: "button", "aria-pressed": "false", "aria-label": `Mute task ${mark.letter}, ${name}` },
      "Mute",
    )
    const solo = html(
      "button",
      { type: "button", "aria-pressed": "false", "aria-label": `Solo task ${mark.letter}, ${name}` },
      "Solo",
    )
    const force = html("div", {
      class: "force",
      title:
        "The weight in force: your fader, scaled so that all faders together make the number of tasks, times what the method gives.",
    })
    const root = html(
      "div",
      { class: "strip", title: name },
      tokenImage(mark),
      html("div", { class: "name" }, ...middleCut(name)),
      value,
      picture,
      force,
      html("div", { class: "switches" }, mute, solo),
    )
    mute.onclick = () => this.mute(id)
    solo.onclick = () => this.solo(id)
    this.listen(fader, picture, id)
    return { root, fader, fill, cap, value, mute, solo, rail, meter, force, level, letter: mark.letter }
  }

  listen(fader, picture, id) {
    const pulled = event => levelAt(event.clientY - picture.getBoundingClientRect().top)
    fader.onpointerdown = event => {
      if (this.disabled || event.button !== 0) return
      event.preventDefault()
      fader.focus({ preventScroll: true })
      fader.setPointerCapture(event.pointerId)
      fader.classList.add("held")
      const shown = clamp(levelOf(this.weights[id]))
      const grip = pulled(event) - shown
      this.held = { id, grip: Math.abs(grip) < 0.3 ? grip : 0 }
      this.set({ [id]: weightOf(pulled(event) - this.held.grip) })
    }
    fader.onpointermove = event => this.held?.id === id && this.set({ [id]: weightOf(pulled(event) - this.held.grip) })
    fader.onpointerup = fader.onpointercancel = () => {
      if (this.held?.id !== id) return
      fader.classList.remove("held")
      this.held = null
      this.flush()
    }
    fader.onkeydown = event => {
      const level =
        { Home: LOW, End: HIGH }[event.key] ?? (event.key in KEYS ? levelOf(this.weights[id]) + KEYS[event.key] : null)
      if (level === null || this.disabled) return
      event.preventDefault()
      this.set({ [id]: weightOf(Math.round(clamp(level) * 8) / 8) })
    }
  }

  audible() {
    return Object.values(this.weights).filter(weight => weight > 0).length
  }

  // Where each fader stood when its task was last heard, and the last mix in which more than one was.
  remember() {
    for (const [id, strip] of this.strips) if (this.weights[id] > 0) strip.level = this.weights[id]
    if (this.audible() > 1) this.mix = this.weights
  }

  mute(id) {
    this.set({ [id]: this.weights[id] === 0 ? this.strips.get(id).level : 0 })
  }

  alone(id) {
    return this.weights[id] > 0 && this.audible() === 1 && this.strips.size > 1
  }

  solo(id) {
    const ids = [...this.strips.keys()]
    const level = other => this.strips.get(other).level
    if (!this.alone(id)) this.set(Object.fromEntries(ids.map(other => [other, other === id ? level(id) : 0])))
    else
      this.set(
        this.mix ? { ...this.mix, [id]: level(id) } : Object.fromEntries(ids.map(other => [other, level(other)])),
      )
  }

  set(changes) {
    const next = { ...this.weights, ...changes }
    if (Object.keys(next).every(id => next[id] === this.weights[id])) return
    this.weights = next
    this.remember()
    this.doubt()
    this.draw()
    this.waiting ??= setTimeout(() => this.flush(), Math.max(0, (this.sent ?? 0) + EVERY_MS - Date.now()))
  }

  flush() {
    if (!this.waiting) return
    clearTimeout(this.waiting)
    this.waiting = null
    this.sent = Date.now()
    this.turn = Math.max(this.sent, (this.turn ?? 0) + 1)
    this.doubt()
    this.send({ weights: { ...this.weights }, turn: this.turn })
  }

  draw() {
    this.root.classList.toggle("off", this.disabled)
    this.even.disabled = this.disabled
    for (const [id, { fader, fill, cap, value, mute, solo, rail, meter, force }] of this.strips) {
      const weight = this.weights[id]
      const [y, one] = [height(levelOf(weight)), height(0)]
      cap.setAttribute("transform", `translate(0 ${y})`)
      cap.setAttribute("opacity", weight ? 1 : 0.5)
      fill.setAttribute("y", Math.min(y, one))
      fill.setAttribute("height", weight ? Math.abs(y - one) : 0)
      value.textContent = cap.querySelector(".bubble text").textContent = words(weight)
      fader.setAttribute("aria-valuenow", weight)
      fader.setAttribute("aria-valuetext", weight ? words(weight) : "muted")
      fader.setAttribute("aria-disabled", this.disabled)
      fader.setAttribute("tabindex", this.disabled ? -1 : 0)
      mute.setAttribute("aria-pressed", weight === 0)
      mute.disabled = this.disabled || (weight > 0 && this.audible() === 1)
      solo.setAttribute("aria-pressed", this.alone(id))
      solo.disabled = this.disabled || this.strips.size === 1
      const measured = this.measured[id]
      const top = height(levelOf(measured))
      for (const shape of [rail, meter]) shape.toggleAttribute("hidden", measured === null)
      meter.setAttribute("y", top)
      meter.setAttribute("height", TOP + TRAVEL - top)
      force.textContent = measured === null ? "" : `in force ${words(measured)}`
    }
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!desks.has(parentElement)) desks.set(parentElement, new Desk(parentElement))
  const desk = desks.get(parentElement)
  desk.update(data, choice => setTriggerValue("choice", choice))
  return whenGone(parentElement, () => {
    clearTimeout(desk.waiting)
    desk.sizes.disconnect()
    desk.trust()
  })
}
