// Small pictures as inline SVG, each with its numbers as a table for those who don't see it. Shared by the report and
// the desk.
import { appendText, element, groupDigits } from "./text.js";

const svgSpace = "http://www.w3.org/2000/svg";

function svgElement(tag, attributes, ...children) {
  const made = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

function dataTable(headings, rows) {
  const head = element("tr", {}, ...headings.map((heading) => element("th", { scope: "col" }, heading)));
  const body = rows.map(([label, ...numbers]) =>
    element("tr", {}, appendText(element("th", { scope: "row", dir: "auto" }), label), ...numbers.map((n) => element("td", {}, groupDigits(n)))),
  );
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("details", { class: "numbers" }, element("summary", {}, "Numbers"), element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Numbers" }, table));
}

function legend(series) {
  return element("ul", { class: "legend" }, ...series.map((name, at) => element("li", { class: `series-${at}` }, name)));
}

/// A figure of bars: `rows` are [label, number of the first series, …], the series stacked. `everyLabel`: which labels
/// are written (index) => boolean.
export function barChart({ title, axis, series, rows, note = null }) {
  const width = 480;
  const height = 210;
  const left = 46;
  const bottom = 40;
  const top = 12;
  const totals = rows.map((row) => row.slice(1).reduce((sum, n) => sum + n, 0));
  const most = Math.max(1, ...totals);
  const step = niceStep(most);
  const high = Math.ceil(most / step) * step;
  const y = (value) => top + (height - top - bottom) * (1 - value / high);
  const band = (width - left - 6) / Math.max(1, rows.length);
  const picture = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. The numbers stand in the table below.` });
  for (let value = 0; value <= high; value += step) {
    picture.append(svgElement("line", { class: "grid", x1: left, x2: width - 4, y1: y(value), y2: y(value) }));
    picture.append(svgElement("text", { class: "tick", x: left - 6, y: y(value) + 4, "text-anchor": "end" }, shortNumber(value)));
  }
  const labelWidth = Math.max(...rows.map((row) => row[0].length), 1) * 9 + 10;
  const everyLabel = Math.max(1, Math.ceil(labelWidth / band));
  rows.forEach((row, at) => {
    const x = left + at * band;
    let below = 0;
    row.slice(1).forEach((number, which) => {
      if (number === 0) return;
      const bar = svgElement("rect", { class: `bar series-${which}`, x: x + band * 0.12, width: Math.max(1, band * 0.76), y: y(below + number), height: Math.max(0.5, y(below) - y(below + number)) });
      bar.append(svgElement("title", {}, `${row[0]}: ${groupDigits(number)} ${series[which]}`));
      picture.append(bar);
      below += number;
    });
    if (at % everyLabel === 0)
      picture.append(svgElement("text", { class: "tick", x: x + band / 2, y: height - bottom + 16, "text-anchor": "middle" }, row[0]));
  });
  picture.append(svgElement("text", { class: "axis", x: left + (width - left) / 2, y: height - 6, "text-anchor": "middle" }, axis));
  const figure = element("figure", { class: "chart" }, element("figcaption", {}, title), picture);
  if (series.length > 1) figure.append(legend(series));
  if (note) figure.append(element("p", { class: "note" }, note));
  figure.append(dataTable([axis, ...series], rows));
  return figure;
}

/// A figure of a symmetric matrix: `names`, and `counts[i][k]` for k ≤ i.
export function matrixChart({ title, names, counts, note = null }) {
  const most = Math.max(1, ...counts.flat());
  const head = element("tr", {}, element("td", {}), ...names.map((name, at) => element("th", { scope: "col" }, element("span", { class: "visually-hidden" }, shortName(name)), element("span", { "aria-hidden": "true" }, String(at + 1)))));
  const body = names.map((name, i) => {
    const row = element("tr", {}, element("th", { scope: "row" }, element("span", { class: "number", "aria-hidden": "true" }, String(i + 1)), " ", appendText(element("bdi", { dir: "auto" }), shortName(name))));
    names.forEach((_, k) => {
      if (k > i) return row.append(element("td", { class: "none" }));
      const count = counts[i][k];
      const cell = element("td", { class: count === 0 ? "zero" : "cell" }, count === 0 ? "·" : groupDigits(count));
      if (count > 0) cell.style.setProperty("--share", String(Math.round(15 + (85 * Math.log1p(count)) / Math.log1p(most))) + "%");
      row.append(cell);
    });
    return row;
  });
  const table = element("table", { class: "matrix" }, element("thead", {}, head), element("tbody", {}, ...body));
  const figure = element("figure", { class: "chart" }, element("figcaption", {}, title), element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title }, table));
  if (note) figure.append(element("p", { class: "note" }, note));
  return figure;
}

/// A bar along time: from `first` to `last` (YYYY-MM-DD) within `begin` to `end`.
export function timeBar(first, last, begin, end) {
  const day = (date) => Date.parse(date) / 86400000;
  const span = Math.max(1, day(end) - day(begin));
  const x = (100 * (day(first) - day(begin))) / span;
  const width = Math.max(1, (100 * (day(last) - day(first))) / span);
  const picture = svgElement("svg", { class: "timebar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(svgElement("rect", { class: "track", x: 0, y: 0, width: 100, height: 6 }));
  picture.append(svgElement("rect", { class: "bar series-0", x: Math.min(x, 99), y: 0, width, height: 6 }));
  return picture;
}

function shortName(name) {
  if (name === "") return "(no folder)";
  return name.length > 40 ? `…${name.slice(-39)}` : name;
}

function niceStep(most) {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough));
}

function shortNumber(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e4 ? `${value / 1e3}k` : groupDigits(value);
}
