// Small pictures as inline SVG, each with its numbers as a table for those who don't see it. Shared by the report and
// the desk.
import { element, groupDigits, isolated, pathElement } from "./text.js";

const svgSpace = "http://www.w3.org/2000/svg";

function svgElement(tag, attributes, ...children) {
  const made = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

function dataTable(headings, rows, linkOf) {
  const head = element("tr", {}, ...headings.map((heading) => element("th", { scope: "col" }, heading)));
  const body = rows.map(([label, ...numbers], at) => {
    const link = linkOf(at);
    const name = isolated(label);
    return element("tr", {}, element("th", { scope: "row" }, link === null ? name : element("a", { href: link }, name)), ...numbers.map((n) => element("td", {}, groupDigits(n))));
  });
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("details", { class: "numbers" }, element("summary", {}, "Numbers"), element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Numbers" }, table));
}

function legend(series) {
  return element("ul", { class: "legend" }, ...series.map((name, at) => element("li", { class: `series-${at}` }, name)));
}

/// A figure of bars: `rows` are [label, number of the first series, …], the series stacked, and `unit` is what they
/// count. `edges`: labels of the lines between the bars, one more than these, instead of one below each. `linkOf(row)`:
/// the address that a bar leads to, or null; the table of numbers has the same links, for the keyboard.
export function barChart({ title, axis, unit, series, rows, edges = null, linkOf = () => null, note = null }) {
  const width = 480;
  const height = 220;
  const left = 46;
  const bottom = 40;
  const top = 26;
  const totals = rows.map((row) => row.slice(1).reduce((sum, n) => sum + n, 0));
  const most = Math.max(1, ...totals);
  const step = niceStep(most);
  const high = Math.ceil(most / step) * step;
  const y = (value) => top + (height - top - bottom) * (1 - value / high);
  const band = (width - left - 14) / Math.max(1, rows.length);
  const label = (text, x, end = "middle") => svgElement("text", { class: "tick", x, y: height - bottom + 16, "text-anchor": end }, text);
  const picture = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. The numbers stand in the table below.` });
  for (let value = 0; value <= high; value += step) {
    picture.append(svgElement("line", { class: "grid", x1: left, x2: width - 4, y1: y(value), y2: y(value) }));
    picture.append(svgElement("text", { class: "tick", x: left - 6, y: y(value) + 4, "text-anchor": "end" }, shortNumber(value)));
  }
  const labels = edges ?? rows.map((row) => row[0]);
  const everyLabel = Math.max(1, Math.ceil((Math.max(...labels.map((text) => text.length), 1) * 7.2 + 6) / band));
  labels.forEach((text, at) => {
    if (at % everyLabel === 0) picture.append(label(text, left + (edges === null ? at + 0.5 : at) * band));
  });
  rows.forEach((row, at) => {
    const column = svgElement("g", {});
    let below = 0;
    row.slice(1).forEach((number, which) => {
      if (number === 0) return;
      const bar = svgElement("rect", { class: `series-${which}`, x: left + (at + 0.12) * band, width: Math.max(1, band * 0.76), y: y(below + number), height: Math.max(0.5, y(below) - y(below + number)) });
      bar.append(svgElement("title", {}, `${row[0]}: ${groupDigits(number)} ${series[which]}`));
      column.append(bar);
      below += number;
    });
    const link = linkOf(at);
    if (link !== null && below > 0) {
      column.setAttribute("class", "column");
      column.addEventListener("click", () => (location.hash = link));
    }
    picture.append(column);
  });
  picture.append(svgElement("text", { class: "axis", x: 4, y: 14 }, unit));
  picture.append(svgElement("text", { class: "axis", x: left + (width - left) / 2, y: height - 6, "text-anchor": "middle" }, axis));
  const figure = element("figure", { class: "chart" }, element("figcaption", {}, title), picture);
  if (series.length > 1) figure.append(legend(series));
  if (note) figure.append(element("p", { class: "note" }, note));
  figure.append(dataTable([axis, ...series], rows, linkOf));
  return figure;
}

/// A figure of a symmetric matrix: `names` of folders, and `counts[i][k]` for k ≤ i. What all names begin with is said
/// once. `linkOf(i, k)`: the address that a cell leads to, or null.
export function matrixChart({ title, names, counts, linkOf = () => null, note = null }) {
  const most = Math.max(1, ...counts.flat());
  const prefix = commonFolder(names.filter((name) => name.includes("/")));
  const shortName = (name) => (name === "" ? "(no folder)" : name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const nameOf = (name) => pathElement(shortName(name), {}, 60);
  const head = element("tr", {}, element("td", {}), ...names.map((name, at) => element("th", { scope: "col" }, element("span", { class: "visually-hidden" }, nameOf(name)), element("span", { "aria-hidden": "true" }, String(at + 1)))));
  const body = names.map((name, i) => {
    const row = element("tr", {}, element("th", { scope: "row" }, element("span", { class: "number", "aria-hidden": "true" }, String(i + 1)), " ", nameOf(name)));
    names.forEach((_, k) => {
      if (k > i) return row.append(element("td", { class: "none" }));
      const count = counts[i][k];
      if (count === 0) return row.append(element("td", { class: "zero" }, "·"));
      const link = linkOf(i, k);
      const cell = element("td", { class: "cell" }, link === null ? groupDigits(count) : element("a", { href: link }, groupDigits(count)));
      cell.style.setProperty("--share", `${Math.round(8 + 92 * Math.sqrt(count / most))}%`);
      row.append(cell);
    });
    return row;
  });
  const table = element("table", { class: "matrix" }, element("thead", {}, head), element("tbody", {}, ...body));
  const figure = element("figure", { class: "chart" }, element("figcaption", {}, title), element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title }, table));
  if (prefix !== "") figure.append(element("p", { class: "note" }, "Folders of ", pathElement(prefix), "."));
  if (note) figure.append(element("p", { class: "note" }, note));
  return figure;
}

/// The folders that all names have above them, with a slash at the end; "" without any.
function commonFolder(names) {
  if (names.length < 2) return "";
  const above = names.map((name) => name.split("/").slice(0, -1));
  let depth = 0;
  while (depth < above[0].length && above.every((folders) => folders[depth] === above[0][depth])) ++depth;
  return above[0].slice(0, depth).map((folder) => `${folder}/`).join("");
}

/// A bar along time: from `first` to `last` (YYYY-MM-DD) within `begin` to `end`.
export function timeBar(first, last, begin, end) {
  const day = (date) => Date.parse(date) / 86400000;
  const span = Math.max(1, day(end) - day(begin));
  const x = (100 * (day(first) - day(begin))) / span;
  const width = Math.max(1, (100 * (day(last) - day(first))) / span);
  const picture = svgElement("svg", { class: "timebar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(svgElement("rect", { class: "track", x: 0, y: 0, width: 100, height: 6 }));
  picture.append(svgElement("rect", { class: "series-0", x: Math.min(x, 99), y: 0, width, height: 6 }));
  return picture;
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
