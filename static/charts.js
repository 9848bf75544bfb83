// Draws every [data-chart] from its JSON with the house layout, when it comes near the screen.
// Colours in the JSON are token names ("--brand-2"), resolved from site.css.

const tokens = getComputedStyle(document.documentElement);
const charts = document.querySelectorAll("[data-chart]");

const HOUSE_LAYOUT = {
  font: { family: '"Noto Sans","Noto Sans Khmer",sans-serif', size: 13, color: "--ink" },
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  margin: { l: 44, r: 12, t: 8, b: 36 },
  hovermode: "x unified",
  hoverlabel: { bgcolor: "--surface", bordercolor: "--line-2", font: { color: "--ink", size: 13 } },
  dragmode: false,
  bargap: 0.35,
  colorway: ["--brand-2", "--accent-2", "--brand", "--sp2", "--sp3", "--line-2"],
  separators: document.documentElement.lang === "km" ? ",\u202f" : ".,",
  legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
  xaxis: { fixedrange: true, showgrid: false, linecolor: "--line-2", ticks: "outside", tickcolor: "--line-2", tickangle: 0, automargin: true },
  yaxis: { fixedrange: true, gridcolor: "--line", zeroline: true, zerolinecolor: "--line-2", rangemode: "tozero", automargin: true },
};
const CONFIG = { displayModeBar: false, responsive: true };

function isPlainObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

// the same value with every token name replaced by its colour
function coloured(value) {
  if (typeof value === "string" && value.startsWith("--")) return tokens.getPropertyValue(value).trim();
  if (Array.isArray(value)) return value.map(coloured);
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part)]));
  return value;
}

function merged(base, own) {
  const result = { ...base };
  for (const [key, value] of Object.entries(own)) {
    result[key] = isPlainObject(value) && isPlainObject(base[key]) ? merged(base[key], value) : value;
  }
  return result;
}

function figureOf(plot) {
  return JSON.parse(document.getElementById(plot.dataset.chart).textContent);
}

async function draw(plot) {
  const { data, layout } = figureOf(plot);
  await document.fonts.ready;
  await Plotly.newPlot(plot, coloured(data), coloured(merged(HOUSE_LAYOUT, layout || {})), CONFIG);
  const button = document.querySelector(`[data-picture="${plot.dataset.chart}"]`);
  if (button) button.hidden = false;
}

// without a picture the table below says the same: open it, and say why
function fallBack(plot) {
  const frame = plot.closest(".chart");
  plot.hidden = true;
  frame.querySelector(".plot-failed").hidden = false;
  frame.querySelector("details").open = true;
}

const nearby = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    nearby.unobserve(target);
    draw(target).catch(() => fallBack(target));
  }
}, { rootMargin: "400px" });

for (const plot of charts) {
  if (typeof Plotly === "undefined") fallBack(plot);
  else nearby.observe(plot);
}

addEventListener("click", (event) => {
  const button = event.target.closest("[data-picture]");
  if (!button) return;
  const plot = document.querySelector(`[data-chart="${button.dataset.picture}"]`);
  Plotly.downloadImage(plot, { format: "png", scale: 2, width: 1000, height: 500, filename: plot.closest(".chart").id });
});

// printed pages show every chart, also those never scrolled to
addEventListener("beforeprint", () => {
  for (const plot of charts) if (typeof Plotly !== "undefined" && !plot.hidden && !plot.childElementCount) draw(plot).catch(() => fallBack(plot));
});
