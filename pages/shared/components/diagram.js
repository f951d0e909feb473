// The living diagram: redraws on new data or width, shows hover cards, and lets a branch point be dragged.

const KEPT_MS = 4000 // how long a dropped handle waits for the server's answer
const SETTLE_MS = 180 // pause after which arrow keys are sent
const views = new WeakMap()

class Diagram {
  constructor(parent) {
    this.drawing = svg("svg", { class: "drawing", role: "group" })
    this.layer = svg("g")
    this.stops = svg("g", { "data-screen": "" })
    this.pills = svg("g", { "data-screen": "" })
    this.drawing.append(this.layer, this.stops, this.pills)
    this.scroll = html("div", { class: "scroll" }, this.drawing)
    this.foot = html("div", { class: "foot" })
    this.hover = html("div", { class: "hover", role: "tooltip" })
    this.card = html("div", { class: "card frame" }, this.scroll, this.hover, this.foot)
    this.words = html("span")
    const lines = svg("svg", { width: 16, height: 16, "aria-hidden": true }, svg("path", { d: "M2.5 4h11M2.5 8h11M2.5 12h6.500" }))
    this.root = html("div", { class: "mtl-root" }, this.card, html("p", { class: "twin" }, lines, this.words))
    this.handles = new Map()
    this.watch()
    parent.append(this.root)
  }

  watch() {
    this.sizes = new ResizeObserver(() => this.data && this.drawnAt !== this.root.clientWidth && this.draw())
    this.sizes.observe(this.root)
    for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      this.layer.addEventListener(enter, event => this.explain(event.target.closest(".block")))
      this.layer.addEventListener(leave, () => this.hover.classList.remove("shown"))
    }
    this.drawing.addEventListener("keydown", event => event.key === "Escape" && this.hover.classList.remove("shown"))
  }

  update(data, send) {
    this.data = data
    this.send = send
    if (this.pending?.value === data.handle?.value) this.pending = null
    this.words.textContent = data.sentence
    this.drawing.setAttribute("aria-label", data.sentence)
    const button = html("button", { class: "link", type: "button", title: "Download the drawing as a vector image" }, "Save as SVG")
    button.onclick = () => save(standalone(this.drawing, data.sentence), "network.svg", "image/svg+xml")
    this.foot.replaceChildren(...data.facts.map(fact =>
      html("div", { class: "stat" }, html("b", {}, fact.value), html("span", {}, fact.label))), button)
    this.draw()
  }

  draw() {
    if (this.held || !this.root.clientWidth) return
    const focused = this.layer.getRootNode().activeElement?.dataset?.block
    this.drawnAt = this.root.clientWidth
    const plan = (this.plan = layout(this.data, this.drawnAt - 2))
    for (const [name, value] of Object.entries({ width: plan.width, height: plan.height, viewBox: `0 0 ${plan.width} ${plan.height}` })) {
      this.drawing.setAttribute(name, value)
    }
    this.hover.classList.remove("shown")
    this.layer.replaceChildren(...drawing(this.data, plan))
    if (focused) this.layer.querySelector(`[data-block="${focused}"]`)?.focus({ preventScroll: true })
    this.drawHandles()
  }

  explain(block) {
    if (!block || this.held) return
    const card = this.data.cards[block.dataset.block]
    this.hover.replaceChildren(html("b", {}, card.title), ...card.lines.map(line => html("p", {}, line)))
    const box = block.querySelector(".box").getBoundingClientRect()
    const frame = this.card.getBoundingClientRect()
    const middle = box.left + box.width / 2 - frame.left
    const left = Math.max(4, Math.min(frame.width - 252, middle - 124))
    const above = box.bottom - frame.top + 14 + this.hover.offsetHeight > frame.height + 40 && box.top - frame.top > this.hover.offsetHeight + 14
    const top = above ? box.top - frame.top - this.hover.offsetHeight - 14 : box.bottom - frame.top + 14
    this.hover.classList.toggle("above", above)
    this.hover.style.cssText = `left: ${left}px; top: ${Math.min(top, frame.height - 20)}px; --arrow: ${Math.max(8, Math.min(228, middle - left - 6))}px`
    this.hover.classList.add("shown")
  }

  // --- the branch handles -------------------------------------------------------------------------------------------

  get value() {
    return this.held?.value ?? this.pending?.value ?? this.data.handle?.value
  }

  drawHandles() {
    const { handle, tasks } = this.data
    const wanted = !handle ? [] : this.plan.combined ? [{ id: "all", tasks }] : tasks.map(task => ({ id: task.id, tasks: [task] }))
    for (const [id, node] of this.handles) if (!wanted.some(each => each.id === id)) node.remove()
    this.handles = new Map(wanted.map(each => [each.id, this.handles.get(each.id) ?? this.makeHandle(each.id)]))
    for (const node of this.handles.values()) if (!node.isConnected) this.pills.append(node) // moving it would lose focus
    this.stops.replaceChildren(...(handle ? this.drawStops() : []))
    for (const each of wanted) this.dress(this.handles.get(each.id), each.tasks)
    this.move()
  }

  drawStops() {
    const { handle, tasks } = this.data
    if (this.plan.combined) return []
    const levels = [...Array(handle.max + 1).keys()].filter(level => level >= handle.min && level <= this.plan.branch && level !== this.value)
    return levels.flatMap(level => tasks.map(task => svg("circle", {
      class: "stop", cx: this.plan.stop(level), cy: this.plan.lanes.get(task.id).thread, r: 4.5, stroke: task.mark.colour,
    })))
  }

  makeHandle(id) {
    const node = svg("g", { class: "handle", role: "slider", tabindex: 0, "aria-orientation": "horizontal", "data-task": id })
    node.onpointerdown = event => this.grab(event, node)
    node.onpointermove = event => this.drag(event)
    node.onpointerup = () => this.drop()
    node.onpointercancel = () => this.drop(true)
    node.onkeydown = event => this.step(event)
    return node
  }

  dress(node, tasks) {
    const { handle } = this.data
    const ys = tasks.map(task => this.plan.lanes.get(task.id).thread)
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
    const [width, middle] = [this.plan.pill, (top + bottom) / 2]
    const height = bottom - top + (this.plan.combined ? 30 : Math.min(28, this.plan.spacing - 2))
    const roomy = width >= 36 || this.plan.combined
    const size = Math.min(18, height - 6, width - 6)
    const tokens = this.plan.combined ? [] : tasks.map((task, index) => token(task.mark, 0, ys[index], size))
    const chevrons = !roomy ? [] : [svg("path", { class: "chevron", d: `M${6 - width / 2} ${middle - 3}l-2.5 3 2.5 3M${width / 2 - 6} ${middle - 3}l2.5 3-2.5 3` })]
    node.replaceChildren(svg("rect", { x: -width / 2, y: middle - height / 2, width, height, rx: Math.min(18, height / 2) }),
      ...tokens, ...chevrons, this.bubble(top - (this.plan.combined ? 32 : 30)))
    const who = this.plan.combined ? "all tasks" : `task ${tasks[0].mark.letter}, ${tasks[0].name}`
    node.setAttribute("aria-label", `${handle.label}: branch point of ${who}`)
    node.setAttribute("aria-valuemin", handle.min)
    node.setAttribute("aria-valuemax", handle.max)
  }

  bubble(y) {
    return svg("g", { class: "bubble" }, svg("rect", { x: -36, y: y - 14, width: 72, height: 24, rx: 6 }),
      label("", 0, y + 3, { "text-anchor": "middle", "font-size": 13, "font-weight": 600 }))
  }

  move() {
    if (!this.data.handle) return
    const words = this.value === 1 ? "1 layer" : `${this.value} layers`
    const x = this.held?.x ?? this.plan.stop(this.value)
    for (const node of this.handles.values()) {
      node.style.transform = `translateX(${x}px)`
      node.setAttribute("aria-valuenow", this.value)
      node.setAttribute("aria-valuetext", words)
      node.querySelector(".bubble text").textContent = words
    }
  }

  grab(event, node) {
    event.preventDefault()
    node.focus({ preventScroll: true })
    node.setPointerCapture(event.pointerId)
    this.hover.classList.remove("shown")
    const start = this.plan.stop(this.value)
    this.held = { value: this.value, from: this.value, x: start, offset: event.clientX - start, node }
    for (const each of this.handles.values()) each.classList.add("held")
    node.querySelector(".bubble").classList.add("shown")
  }

  drag(event) {
    if (!this.held) return
    const { handle } = this.data
    const x = event.clientX - this.held.offset
    this.held.x = Math.max(this.plan.stop(handle.min), Math.min(this.plan.stop(handle.max), x))
    this.held.value = nearestStop(this.plan, handle, x)
    this.move()
  }

  drop(cancelled = false) {
    if (!this.held) return
    const { value, from, node } = this.held
    this.held = null
    for (const each of this.handles.values()) each.classList.remove("held")
    node.querySelector(".bubble").classList.remove("shown")
    if (!cancelled && value !== from) this.choose(value)
    this.draw()
  }

  choose(value) {
    this.keep(value)
    this.send(value)
  }

  // The chosen value counts until the server agrees, or has had time enough to.
  keep(value) {
    const pending = (this.pending = { value })
    setTimeout(() => {
      if (this.pending !== pending) return
      this.pending = null
      this.draw()
    }, KEPT_MS)
  }

  step(event) {
    const { handle } = this.data
    const to = { ArrowRight: this.value + 1, ArrowUp: this.value + 1, ArrowLeft: this.value - 1, ArrowDown: this.value - 1, Home: handle.min, End: handle.max }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const value = Math.max(handle.min, Math.min(handle.max, to))
    if (value === this.value) return
    this.keep(value)
    this.move()
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.choose(value), SETTLE_MS)
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!views.has(parentElement)) views.set(parentElement, new Diagram(parentElement))
  const view = views.get(parentElement)
  view.update(data, value => setTriggerValue("depth", value))
  return () => view.sizes.disconnect()
}
