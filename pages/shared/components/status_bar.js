
export default function ({ data, parentElement }) {
  const root = rootOf(parentElement, "mtl-root", () => html("div", { class: "mtl-root" }))
  root.textContent = data.sentence ?? data.state ?? "status_bar"
}
