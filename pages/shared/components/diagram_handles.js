// Pills on the threads that let a task's branch point be dragged, by mouse and by arrow keys.

const KEPT_MS = 4000 // how long a dropped handle waits for the server's answer
const SETTLE_MS = 180 // pause after which arrow keys are sent

class BranchHandles {
  constructor(view) {
    this.view = view
    this.stops = svg("g", { "data-screen": "" })
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
    const wanted = !data.handles ? [] : plan.combined ? [{ id: "all", tasks: data.tasks }] : data.tasks.map(task => ({ id: task.id, tasks: [task] }))
    for (const [id, node] of this.nodes) if (!wanted.some(each => each.id === id)) node.remove()
    this.nodes = new Map(wanted.map(each => [each.id, this.nodes.get(each.id) ?? this.make(each)]))
    for (const node of this.nodes.values()) if (!node.isConnected) this.pills.append(node) // moving it would lose focus
    this.stops.replaceChildren(...(data.handles && !plan.combined ? this.rings() : []))
    for (const each of wanted) this.dress(this.nodes.get(each.id), each.tasks)
    this.move()
  }

  value(task) {
    const { values, together } = this.data.handles
    if (this.held && (together || this.held.task === task)) return this.held.value
    return this.pending.get(task) ?? values[task]
  }

  // The places on a task's thread, up to where it leaves the others.
  rings() {
    const { values, min, max } = this.data.handles
    return this.data.tasks.flatMap(task => [...Array(max + 1).keys()]
      .filter(level => level >= min && level <= values[task.id] && level !== this.value(task.id))
      .map(level => svg("circle", { class: "stop", "data-task": task.id, cx: this.plan.stop(level), cy: threadAt(this.plan, this.data, task.id, level), r: 4.5, stroke: task.mark.colour })))
  }

  make({ id, tasks }) {
    const node = svg("g", { class: "handle", role: "slider", tabindex: 0, "aria-orientation": "horizontal", "data-task": id })
    const task = tasks[0].id
    node.onpointerdown = event => this.grab(event, node, task)
    node.onpointermove = event => this.drag(event)
    node.onpointerup = () => this.drop()
    node.onpointercancel = () => this.drop(true)
    node.onkeydown = event => this.step(event, task)
    return node
  }

  dress(node, tasks) {
    const { handles } = this.data
    const ys = tasks.map(task => threadAt(this.plan, this.data, task.id, handles.values[task.id]))
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
    const [width, middle] = [this.plan.pill, (top + bottom) / 2]
    const height = bottom - top + (this.plan.combined ? 30 : Math.min(28, this.plan.spacing - 2))
    const roomy = width >= 36 || this.plan.combined
    const size = Math.min(18, height - 6, width - 3)
    const tokens = this.plan.combined ? [] : tasks.map((task, index) => token(task.mark, 0, ys[index], size))
    const chevrons = !roomy ? [] : [svg("path", { class: "chevron", d: `M${6 - width / 2} ${middle - 3}l-2.5 3 2.5 3M${width / 2 - 6} ${middle - 3}l2.5 3-2.5 3` })]
    node.replaceChildren(svg("rect", { x: -width / 2, y: middle - height / 2, width, height, rx: Math.min(18, height / 2) }),
      ...tokens, ...chevrons, this.bubble(top - (this.plan.combined ? 32 : 30)))
    const who = this.plan.combined ? "all tasks" : `task ${tasks[0].mark.letter}, ${tasks[0].name}`
    node.setAttribute("aria-label", `${handles.label}: branch point of ${who}`)
    node.setAttribute("aria-valuemin", handles.min)
    node.setAttribute("aria-valuemax", handles.max)
  }

  bubble(y) {
    return svg("g", { class: "bubble" }, svg("rect", { x: -36, y: y - 14, width: 72, height: 24, rx: 6 }),
      label("", 0, y + 3, { "text-anchor": "middle", "font-size": 13, "font-weight": 600 }))
  }

  move() {
    for (const [id, node] of this.nodes) {
      const task = id === "all" ? this.data.tasks[0].id : id
      const value = this.value(task)
      const words = value === 1 ? "1 layer" : `${value} layers`
      const dragged = this.held && (this.data.handles.together || this.held.task === task)
      node.style.transform = `translateX(${dragged ? this.held.x : this.plan.stop(value)}px)`
      node.setAttribute("aria-valuenow", value)
      node.setAttribute("aria-valuetext", words)
      node.querySelector(".bubble text").textContent = words
    }
  }

  grab(event, node, task) {
    event.preventDefault()
    node.focus({ preventScroll: true })
    node.setPointerCapture(event.pointerId)
    this.view.hover.classList.remove("shown")
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
    this.view.draw()
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
      this.view.draw()
    }, KEPT_MS)
  }

  step(event, task) {
    const { min, max } = this.data.handles
    const now = this.value(task)
    const to = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1, Home: min, End: max }[event.key]
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
