// Where a person is after the page has changed, and after what they stood on has gone: draws nothing.

const REDRAWN = 400 // milliseconds in which what has gone may be drawn anew
const main = () => document.querySelector("[data-testid=stMain]")
const title = () => main()?.querySelector("h1")

// The focused element itself, also inside of a component.
function focused(root = document) {
  const element = root.activeElement
  return element?.shadowRoot ? (focused(element.shadowRoot) ?? element) : element
}

// All that can be focused in an element and in the components in it, as seen.
function reachable(root) {
  return [...root.querySelectorAll("*")].flatMap(node => [
    ...(node.matches("button, a[href], input, select, textarea, [tabindex]") &&
    node.tabIndex >= 0 &&
    !node.disabled &&
    node.getClientRects().length
      ? [node]
      : []),
    ...(node.shadowRoot ? reachable(node.shadowRoot) : []),
  ])
}

const host = node => node.getRootNode().host ?? node
const named = node => (node.getAttribute("aria-label") ?? node.textContent ?? "").trim()
const keyOf = node =>
  host(node)
    .closest("[class*=st-key-]")
    ?.className.match(/st-key-\S+/)?.[0]

function within(key) {
  const place = key && document.querySelector(`.${CSS.escape(key)}`)
  return place ? reachable(place) : []
}

function stand(node, options) {
  if (!node) return
  if (node.tabIndex < 0) node.setAttribute("tabindex", "-1")
  node.focus(options)
}

class Keeper {
  constructor() {
    this.page = null
    this.byKeyboard = false
    addEventListener(
      "keydown",
      () => {
        this.byKeyboard = true
      },
      true,
    )
    addEventListener(
      "pointerdown",
      () => {
        this.byKeyboard = false
      },
      true,
    )
    addEventListener("focusin", () => this.note(), true)
    setInterval(() => this.look(), REDRAWN / 2)
  }

  arrive(page) {
    if (page === this.page) return
    const first = this.page === null
    this.page = page
    if (first) return
    this.last = null
    const begun = performance.now()
    const settle = () => {
      if (this.page !== page) return
      if (title()?.textContent.trim() !== page) {
        if (performance.now() - begun < 10000) requestAnimationFrame(settle)
        return
      }
      stand(title(), { preventScroll: true })
      main().scrollTop = 0
    }
    settle()
  }

  note() {
    const node = focused()
    if (!node || node === document.body) return
    const key = keyOf(node)
    this.last = { node, key, name: named(node), turn: within(key).indexOf(node) }
    this.lost = null
  }

  // Where a press has taken away what had the focus, the keyboard would begin again at the top of the window.
  look() {
    const node = focused()
    if (!this.byKeyboard || !this.last || (node && node !== document.body)) return
    if (this.last.node.isConnected && !this.last.node.disabled) return
    this.lost ??= performance.now()
    if (performance.now() - this.lost >= REDRAWN) stand(this.same() ?? this.next() ?? title())
  }

  // In the same widget the control of that name, or that took its place.
  same() {
    const { key, name, turn } = this.last
    const there = within(key)
    return there.find(node => named(node) === name) ?? there[Math.min(turn, there.length - 1)]
  }

  next() {
    return main() && reachable(main()).find(node => node.matches("[data-testid=stBaseButton-primary]"))
  }
}

export default function ({ data }) {
  window.mtlKeeper ??= new Keeper()
  window.mtlKeeper.arrive(data.heading)
}
