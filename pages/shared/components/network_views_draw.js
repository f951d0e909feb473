// One view as HTML: stacked bars, a heat map, or a graph; all of them read as a table or a sentence too.

import { graph } from "./graph.js"
import { html, middleCut, svg, tokenImage } from "./marks.js"

const written = (value, unit) =>
  value === null
    ? "–"
    : unit === "share"
      ? value > 0 && value < 0.005
        ? "< 1%"
        : `${Math.round(100 * value)}%`
      : value.toFixed(2)
const TINTS = [78, 46, 62, 30] // percent of a colour, so that neighbours differ

function rowHead(name, marks) {
  return html(
    "th",
    { scope: "row", title: name },
    html(
      "div",
      { class: "who" },
      marks.has(name) ? tokenImage(marks.get(name)) : "",
      html("span", {}, ...middleCut(name)),
    ),
  )
}

function drawBars(view, marks, mark) {
  const rows = view.rows.map((name, row) => {
    const colour = (marks.get(name) ?? mark)?.colour ?? "var(--mtl-ink)"
    const parts = view.values[row].map((value, column) => {
      const words = `${view.columns[column]} ${written(value, view.unit)}`
      const tint = `color-mix(in srgb, ${colour} ${TINTS[column % 4] / 2}%, var(--mtl-card))`
      const look = `flex: ${Math.max(value ?? 0, 0)} 0 0; background: ${tint}; border-color: ${colour}`
      return html(
        "i",
        { style: look, title: words },
        html("span", { class: "name" }, view.columns[column]),
        html("span", {}, written(value, view.unit)),
      )
    })
    return html("tr", {}, rowHead(name, marks), html("td", {}, html("div", { class: "bar" }, ...parts)))
  })
  return html("table", { class: "bars" }, html("tbody", {}, ...rows))
}

function drawHeat(view, marks) {
  const most = Math.max(1e-9, ...view.values.flat().map(value => Math.abs(value ?? 0)))
  const named = view.columns.length <= 10
  const head = html(
    "tr",
    {},
    html("td", {}),
    ...view.columns.map(name =>
      html("th", { scope: "col", title: name }, marks.has(name) ? tokenImage(marks.get(name)) : html("span", {}, name)),
    ),
  )
  const rows = view.rows.map((name, row) =>
    html(
      "tr",
      {},
      rowHead(name, marks),
      ...view.values[row].map((value, column) => {
        const strength = Math.abs(value ?? 0) / most
        const colour = `var(--mtl-${(value ?? 0) < 0 ? "warning" : "ink"})`
        const look = `background: color-mix(in srgb, ${colour} ${Math.round(4 + 66 * strength)}%, var(--mtl-card))`
        return html(
          "td",
          {
            class: strength > 0.6 ? "cell strong" : "cell",
            style: look,
            title: `${name} ← ${view.columns[column]}: ${written(value, view.unit)}`,
          },
          named ? written(value, view.unit) : "",
        )
      }),
    ),
  )
  return html("table", { class: named ? "heat" : "heat many" }, html("thead", {}, head), html("tbody", {}, ...rows))
}

function drawRelations(view, marks) {
  const names = [...new Set([...view.columns, ...view.rows])]
  const arrows = view.rows
    .flatMap((row, r) =>
      view.columns.map((column, c) => ({
        from: names.indexOf(column),
        to: names.indexOf(row),
        value: view.values[r][c],
      })),
    )
    .filter(({ from, to, value }) => from !== to && value)
  const drawn = graph(
    names.map(name => ({ name, mark: marks.get(name) })),
    arrows,
    ({ from, to, value }) => ({ "data-words": `${names[to]} ← ${names[from]}: ${written(value, view.unit)}` }),
  )
  for (const arrow of drawn.querySelectorAll(".arrow")) arrow.prepend(svg("title", {}, arrow.dataset.words))
  drawn.setAttribute("role", "img")
  drawn.setAttribute(
    "aria-label",
    `${view.title}. ${arrows.map(({ from, to, value }) => `${names[to]} from ${names[from]} ${written(value, view.unit)}`).join(", ")}.`,
  )
  return drawn
}

export const DRAW_VIEW = { bars: drawBars, heatmap: drawHeat, graph: drawRelations }
