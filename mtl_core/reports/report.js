// Draws the figures of a report, anew where the reader turns from light to dark, and light on paper.
const told = JSON.parse(document.getElementById("figures").textContent);
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

function draw(dark) {
  for (const place of document.querySelectorAll("[data-figure]")) {
    const figure = told.figures[Number(place.dataset.figure)][dark ? "dark" : "light"];
    Plotly.react(place, figure.data, { ...figure.layout, autosize: true }, told.options);
  }
}

draw(prefersDark.matches);
prefersDark.addEventListener("change", () => draw(prefersDark.matches));
window.addEventListener("beforeprint", () => draw(false));
window.addEventListener("afterprint", () => draw(prefersDark.matches));
