// Pills on the threads that let a task's branch point be dragged, by mouse and by arrow keys.

import { clamp, nearestStop } from "./diagram_layout.js"
import { threadAt } from "./diagram_routes.js"
import { label, svg, token } from "./marks.js"

const KEPT_MS = 4000 // how long a dropped handle waits for the server's answer
const SETTLE_MS = 180 // pause after which arrow keys are sent

export class BranchHandles {
  constructor(diagram) {
    this.diagram = diagram
    this.stops = svg("g", { "data-screen": "" })
    this.bar = svg("path", { class: "together" }) // what moves together hangs together
    this.pills = svg("g", { "data-screen": "" })
    this.nodes = new Map()
    this.pending = new Map() // by task, until the server agrees or has had time enough to
  }

  update(handles, send) {
    this.send = send
    for (const [task, value] of this.pending) if (value === handles?.values[task]) this.pending.delete(task)
  }

  draw(data, plan) {
    this.data = data
    this.plan = plan
    const wanted = data.handles ? data.tasks : []
    for (const [id, node] of this.nodes) if (!wanted.some(each => each.id === id)) node.remove()
    this.nodes = new Map(wanted.map(task => [task.id, this.nodes.get(task.id) ?? this.make(task.id)]))
    for (const node of this.nodes.values()) if (!node.isConnected) this.pills.append(node) // moving it would lose focus
    this.stops.replaceChildren(...(data.handles ? [...this.rings(), ...(this.together ? [this.bar] : [])] : []))
    for (const task of wanted) this.dress(this.nodes.get(task.id), task)
    if (this.together) this.hang()
    this.move()
  }

  get together() {
    return this.data.handles?.together && this.data.tasks.length > 1
  }

  // Where a task's handle stands, from above.
  height(task) {
    return threadAt(this.plan, this.data, task, this.data.handles.values[task])
  }

  hang() {
    const ys = this.data.tasks.map(task => this.height(task.id))
    this.bar.setAttribute("d", `M0 ${Math.min(...ys)}V${Math.max(...ys)}`)
  }

  value(task) {
    const { values, together } = this.data.handles
    if (this.held && (together || this.held.task === task)) return this.held.value
    return this.pending.get(task) ?? values[task]
  }

  // The places on a task's thread, up to where it leaves the others.
  rings() {
    const { values, min, max } = this.data.handles
    return this.data.tasks.flatMap(task =>
      [...Array(max + 1).keys()]
        .filter(level => level >= min && level <= values[task.id] && level !== this.value(task.id))
        .map(level =>
          svg("circle", {
            class: "stop",
            "data-task": task.id,
            cx: this.plan.stop(level),
            cy: threadAt(this.plan, this.data, task.id, level),
            r: 4.5,
            stroke: task.mark.colour,
          }),
        ),
    )
  }

  make(task) {
    const node = svg("g", {
      class: "handle",
      role: "slider",
      tabindex: 0,
      "aria-orientation": "horizontal",
      "data-task": task,
    })
    node.onpointerdown = event => this.grab(event, node, task)
    node.onpointermove = event => this.drag(event)
    node.onpointerup = () => this.drop()
    node.onpointercancel = () => this.drop(true)
    node.onkeydown = event => this.step(event, task)
    return node
  }

  dress(node, { id, mark, name }) {
    const { handles } = this.data
    const [width, y] = [this.plan.pill, this.height(id)]
    const height = Math.min(28, this.plan.spacing - 4)
    const size = Math.min(18, height - 6, width - 3)
    const chevrons =
      width < 36
        ? []
        : [
            svg("path", {
              class: "chevron",
              d: `M${6 - width / 2} ${y - 3}l-2.5 3 2.5 3M${width / 2 - 6} ${y - 3}l2.5 3-2.5 3`,
            }),
          ]
    node.replaceChildren(
      svg("rect", { x: -width / 2, y: y - height / 2, width, height, rx: Math.min(18, height / 2) }),
      token(mark, 0, y, size),
      ...chevrons,
      this.bubble(y - 30),
    )
    const who = `task ${mark.letter}, ${name}`
    node.setAttribute(
      "aria-label",
      `${handles.label}: branch point of ${this.together ? `${who}, and with it of all others` : who}`,
    )
    node.setAttribute("aria-valuemin", handles.min)
    node.setAttribute("aria-valuemax", handles.max)
  }

  bubble(y) {
    const half = this.together ? 62 : 36
    return svg(
      "g",
      { class: "bubble" },
      svg("rect", { x: -half, y: y - 14, width: 2 * half, height: 24, rx: 6 }),
      label("", 0, y + 3, { "text-anchor": "middle", "font-size": 13, "font-weight": 600 }),
    )
  }

  move() {
    this.bar.classList.toggle("held", Boolean(this.held))
    for (const [task, node] of this.nodes) {
      const value = this.value(task)
      const words = value === 1 ? "1 layer" : `${value} layers`
      const dragged = this.held && (this.data.handles.together || this.held.task === task)
      node.style.transform = `translateX(${dragged ? this.held.x : this.plan.stop(value)}px)`
      this.bar.style.transform = node.style.transform
      node.setAttribute("aria-valuenow", value)
      node.setAttribute("aria-valuetext", words)
      node.querySelector(".bubble text").textContent = this.together ? `all tasks: ${words}` : words
    }
  }

  grab(event, node, task) {
    event.preventDefault()
    node.focus({ preventScroll: true })
    node.setPointerCapture(event.pointerId)
    this.diagram.hover.classList.remove("shown")
    const value = this.value(task)
    const start = this.plan.stop(value)
    this.held = { task, value, from: value, x: start, offset: event.clientX - start, node }
    for (const each of this.nodes.values()) each.classList.add("held")
    node.querySelector(".bubble").classList.add("shown")
  }

  drag(event) {
    if (!this.held) return
    const { handles } = this.data
    const x = event.clientX - this.held.offset
    this.held.x = clamp(x, this.plan.stop(handles.min), this.plan.stop(handles.max))
    this.held.value = nearestStop(this.plan, handles, x)
    this.move()
  }

  drop(cancelled = false) {
    if (!this.held) return
    const { task, value, from, node } = this.held
    this.held = null
    for (const each of this.nodes.values()) each.classList.remove("held")
    node.querySelector(".bubble").classList.remove("shown")
    if (!cancelled && value !== from) this.choose(task, value)
    this.diagram.draw()
  }

  choose(task, value) {
    this.keep(task, value)
    this.send(task, value)
  }

  // The chosen value counts until the server agrees, or has had time enough to.
  keep(task, value) {
    const moved = this.data.handles.together ? this.data.tasks.map(each => each.id) : [task]
    for (const each of moved) this.pending.set(each, value)
    clearTimeout(this.forgetting)
    this.forgetting = setTimeout(() => {
      this.pending.clear()
      this.diagram.draw()
    }, KEPT_MS)
  }

  step(event, task) {
    const { min, max } = this.data.handles
    const now = this.value(task)
    const to = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1, Home: min, End: max }[
      event.key
    ]
    if (to === undefined) return
    event.preventDefault()
    const value = clamp(to, min, max)
    if (value === now) return
    this.keep(task, value)
    this.move()
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.choose(task, value), SETTLE_MS)
  }
}
