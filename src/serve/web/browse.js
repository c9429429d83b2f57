// The lists of what the archive has: families, documents, boilerplate, each with a search and filters that stand in the
// address, so that a list can be kept as a bookmark.
import { errorSentences } from "./api.js";
import { address, leave, replaceAddress } from "./navigation.js";
import { passageAddress } from "./passage_page.js";
import { RemoteList } from "./remote_list.js";
import { appendText, countOf, element, groupDigits, isolated, pathOnLine } from "./text.js";
import { documentAddress } from "./verdict.js";
import { words } from "./words.js";

const span = (first, last) => (first === null ? words.noDate : first === last ? first : `${first} – ${last}`);
const fact = (text) => element("span", {}, text);
const size = (text) => element("span", { class: "size" }, text);
const rowPath = (path) => (path ? pathOnLine(path, { class: "row-path" }) : "");
const heading = (title, path) => (title ? isolated(title, { class: "row-title" }, 300) : pathOnLine(path, { class: "row-title" }));
const facts = (...children) => element("span", { class: "row-meta" }, ...children);

function familyRow({ title, path, size: documents, first, last, relations }) {
  const chips = relations.map((relation) => element("span", { class: `chip relation ${relation}` }, relation));
  return [
    heading(title, path),
    facts(size(countOf(documents, ...words.document)), fact(span(first, last)), ...chips),
    rowPath(title ? path : ""),
  ];
}

function documentRow({ document: { title, path, date, words: length }, family }) {
  return [
    heading(title, path),
    facts(size(countOf(length, ...words.word)), fact(date ?? words.noDate), family === null ? null : element("span", { class: "chip" }, words.hasVersions)),
    rowPath(title ? path : ""),
  ];
}

function boilerplateRow({ variants, documents, within_document: isWithin }) {
  const last = variants.map((variant) => variant.last).filter(Boolean).sort().at(-1);
  return [
    heading(variants[0].text.replace(/\s+/g, " ")),
    facts(size(countOf(documents, ...words.document)), fact(countOf(variants.length, ...words.wording)), last ? fact(words.lastUsed(last)) : null,
      isWithin ? element("span", { class: "chip" }, words.withinDocument) : null),
  ];
}

const familyAddress = ({ path }) => address("family", { path });

const lists = {
  families: {
    noun: words.family,
    filters: ["q", "relation", "folder", "from", "to", "min_size", "sort"],
    row: familyRow,
    rowHeight: 76,
    narrowRowHeight: 100,
    open: familyAddress,
  },
  documents: { noun: words.document, filters: ["q", "folder", "from", "to"], row: documentRow, rowHeight: 76, open: ({ document }) => documentAddress(document.path) },
  boilerplate: { noun: words.passage, filters: ["q"], row: boilerplateRow, rowHeight: 56, open: passageAddress },
};

const relations = ["identical", "same-text", "reissue", "revision", "excerpt", "extension"];

function options(choices) {
  return choices.map(([value, label]) => appendText(element("option", { value }), label));
}

/// Any folder can be typed; the largest are offered.
function folderControl(archive) {
  const named = (archive?.folders ?? []).filter(({ folder }) => folder !== "");
  const offered = element("datalist", { id: "folders" }, ...options(named.map(({ folder, documents }) => [folder, countOf(documents, ...words.document)])));
  return [offered, element("input", { type: "text", list: "folders", dir: "auto", autocomplete: "off", spellcheck: "false", placeholder: words.any })];
}

function control(filter, archive) {
  let input;
  let offered = null;
  if (filter === "q") input = element("input", { type: "search", dir: "auto", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/" });
  else if (filter === "relation") input = element("select", {}, ...options([["", words.any], ...relations.map((relation) => [relation, relation])]));
  else if (filter === "sort") input = element("select", {}, ...options(words.sorts));
  else if (filter === "folder") [offered, input] = folderControl(archive);
  else if (filter === "min_size") input = element("input", { type: "number", min: "2", max: "1000000", step: "1", placeholder: "2" });
  else input = element("input", { type: "date" });
  input.name = filter;
  return element("label", {}, element("span", {}, words.filters[filter]), offered, input);
}

/// Shows one of the lists in `section`. `parameters`: those of the address. `place`: the row that was opened when the
/// page was left, null if it wasn't. `onState(generation)` is told which state of the archive is shown.
export function showList(section, name, parameters, { archive, place, onState }) {
  const { noun, filters, row, rowHeight, narrowRowHeight, open } = lists[name];
  const count = element("p", { role: "status", "aria-live": "polite", class: "status" }, words.loading);
  const list = new RemoteList({
    name,
    label: words.lists[name],
    rowHeight,
    narrowRowHeight,
    renderRow: row,
    openRow: (opened) => leave(open(opened), list.active),
    onTotal: (total, hasChanged) => {
      onState(list.generation);
      count.className = "status";
      count.textContent = [total === 0 ? words.nothingFound : countOf(total, ...noun), hasChanged ? words.listChanged : ""].filter(Boolean).join(". ");
    },
    onError: (error) => {
      count.className = "status error";
      count.textContent = errorSentences(error);
    },
  });
  opensTabs(list, open);
  const form = element("form", { class: "filters", role: "search", "aria-label": words.lists[name] }, ...filters.map((filter) => control(filter, archive)));
  for (const input of form.elements) {
    if (parameters[input.name] !== undefined) input.value = parameters[input.name];
    if (input.selectedIndex === -1) input.selectedIndex = 0; // no such choice
  }
  /// What is asked for, by name; what isn't a filter's value is none.
  const given = () => Object.fromEntries([...new FormData(form)].filter(([filter, value]) => value !== "" && form.elements[filter].validity.valid));
  const keepAddress = (now) => replaceAddress(Object.keys(now).length > 0 ? address(name, now) : `#${name}`);
  let timer = null;
  const change = () => {
    clearTimeout(timer);
    timer = null;
    if (!form.isConnected) return; // another page's turn
    const now = given();
    keepAddress(now);
    list.show(now);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    list.busy = true;
    timer = setTimeout(change, 150);  // not for every letter
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change();
    list.element.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.target.name !== "q") return;
    event.preventDefault();
    if (timer !== null) change();
    list.element.focus();
  });
  section.replaceChildren(element("h1", {}, words.lists[name]), form, count, list.element, ...printedList(list, row, given));
  const now = given();
  if (Object.entries(parameters).some(([filter, value]) => now[filter] !== value)) keepAddress(now);
  list.show(now, place ?? 0);
  if (place !== null) list.element.focus();
}

/// Rows aren't links, as what is in an option can't be one; but the middle button, or a click with Ctrl, opens one in
/// another tab as it would a link.
function opensTabs(list, open) {
  const openTab = (event) => {
    const row = list.rowOf(event.target);
    if (row === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    window.open(open(row), "_blank", "noopener");
  };
  list.element.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault()); // no scrolling mode
  list.element.addEventListener("auxclick", (event) => event.button === 1 && openTab(event));
  list.element.addEventListener("click", (event) => (event.ctrlKey || event.metaKey) && openTab(event), true);
}

/// The filters that are set and the rows that were loaded, for paper: the list itself shows only those in sight.
function printedList(list, row, given) {
  const filters = element("p", { class: "printed facts" });
  const printed = element("ol", { class: "printed" });
  const fill = () => {
    if (!printed.isConnected) return;
    const set = Object.entries(given()).flatMap(([name, value]) => [`; ${words.filters[name]}: `, isolated(value)]);
    filters.replaceChildren(...set.map((part, at) => (at === 0 ? part.slice(2) : part)));
    const rows = list.loaded;
    printed.replaceChildren(...rows.map((one) => element("li", {}, ...row(one))));
    if (rows.length < list.total) printed.append(element("li", {}, words.printedRows(groupDigits(rows.length), groupDigits(list.total))));
  };
  fillPrinted = fill;
  return [filters, printed];
}

// One list is shown at a time.
let fillPrinted = null;
addEventListener("beforeprint", () => fillPrinted?.());
