// The lists of what the archive has: families, documents, boilerplate, each with a search and filters that stand in the
// address, so that a list can be kept as a bookmark.
import { RemoteList } from "./remote_list.js";
import { appendText, countOf, cutText, element, isolated } from "./text.js";
import { dateWords, words } from "./words.js";

const span = (first, last) => (first === null ? words.noDate : first === last ? first : `${first} – ${last}`);
const fact = (text) => element("span", {}, text);
const size = (text) => element("span", { class: "size" }, text);
const heading = (text) => isolated(text, { class: "row-title" }, 300);
const facts = (...children) => element("span", { class: "row-meta" }, ...children);

function familyRow({ title, path, size: documents, first, last, relations }) {
  const chips = relations.map((relation) => element("span", { class: `chip relation ${relation}` }, relation));
  return [
    heading(title || path),
    facts(size(countOf(documents, ...words.document)), fact(span(first, last)), ...chips),
    isolated(title ? path : "", { class: "row-path" }, 300),
  ];
}

function documentRow({ document: { title, path, date, words: length }, family }) {
  return [
    heading(title || path),
    facts(size(countOf(length, ...words.word)), fact(date ?? words.noDate), family === null ? null : element("span", { class: "chip" }, words.hasVersions)),
    isolated(title ? path : "", { class: "row-path" }, 300),
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

const address = (page, parameters) => `#${page}?${new URLSearchParams(parameters)}`;

const lists = {
  families: {
    noun: words.family,
    filters: ["q", "relation", "folder", "from", "to", "min_size", "sort"],
    row: familyRow,
    rowHeight: 76,
    open: (family, generation) => address("family", { id: family.id, generation }),
  },
  documents: { noun: words.document, filters: ["q", "folder", "from", "to"], row: documentRow, rowHeight: 76, open: ({ document }) => address("document", { path: document.path }) },
  boilerplate: { noun: words.passage, filters: ["q"], row: boilerplateRow, rowHeight: 56, open: null },
};

const relations = ["identical", "same-text", "reissue", "revision", "excerpt", "extension"];

function options(choices) {
  return choices.map(([value, label]) => appendText(element("option", { value }), label));
}

function folderChoices(archive) {
  const named = (archive?.folders ?? []).filter(({ folder }) => folder !== "");
  return named.map(({ folder, documents }) => [folder, `${cutText(folder, 80)} (${documents})`]);
}

function control(filter, archive) {
  let input;
  if (filter === "q") input = element("input", { type: "search", dir: "auto", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/" });
  else if (filter === "relation") input = element("select", {}, ...options([["", words.any], ...relations.map((relation) => [relation, relation])]));
  else if (filter === "sort") input = element("select", {}, ...options(words.sorts));
  else if (filter === "folder") input = element("select", { dir: "auto" }, ...options([["", words.any], ...folderChoices(archive)]));
  else if (filter === "min_size") input = element("input", { type: "number", min: "2", max: "1000000", step: "1", placeholder: "2" });
  else input = element("input", { type: "date" });
  input.name = filter;
  return element("label", {}, element("span", {}, words.filters[filter]), input);
}

/// Shows one of the lists in `section`. `parameters`: those of the address. `openPassage(boilerplate)` shows one.
export function showList(section, name, parameters, archive, openPassage) {
  const { noun, filters, row, rowHeight, open } = lists[name];
  const count = element("p", { role: "status", "aria-live": "polite", class: "status" }, words.loading);
  const list = new RemoteList({
    name,
    label: words.lists[name],
    rowHeight,
    renderRow: row,
    openRow: (opened, generation) => {
      if (open === null) openPassage(opened);
      else location.hash = open(opened, generation);
    },
    onTotal: (total) => {
      count.className = "status";
      count.textContent = total === 0 ? words.nothingFound : countOf(total, ...noun);
    },
    onError: (error) => {
      count.className = "status error";
      count.textContent = [error.message, error.detail].filter(Boolean).join(" ");
    },
  });
  const form = element("form", { class: "filters", role: "search", "aria-label": words.lists[name] }, ...filters.map((filter) => control(filter, archive)));
  for (const input of form.elements) if (parameters[input.name] !== undefined) input.value = parameters[input.name];
  const given = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  let timer = null;
  const change = () => {
    const now = given();
    if (now.min_size !== undefined && !(Number(now.min_size) >= 2)) delete now.min_size;
    history.replaceState(null, "", Object.keys(now).length > 0 ? address(name, now) : `#${name}`);
    list.show(now);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(change, 150);  // not for every letter
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    change();
    list.element.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.target.name !== "q") return;
    event.preventDefault();
    list.element.focus();
  });
  section.replaceChildren(element("h1", {}, words.lists[name]), form, count, list.element);
  list.show(given());
}

/// The wordings of one passage of boilerplate along time, below the list.
export function renderPassage(boilerplate) {
  const shown = element("article", { class: "passage-detail", tabindex: "-1", "aria-labelledby": "passage-title" });
  shown.append(element("h2", { id: "passage-title" }, countOf(boilerplate.variants.length, ...words.wording)));
  const byDate = [...boilerplate.variants].sort((a, b) => (b.last ?? "").localeCompare(a.last ?? ""));
  for (const variant of byDate) {
    const period = variant.first === null ? words.noDate : variant.first === variant.last ? dateWords(variant.first) : `${dateWords(variant.first)} – ${dateWords(variant.last)}`;
    shown.append(element("h3", {}, `${period}, ${countOf(variant.documents, ...words.document)}`),
      element("blockquote", { class: "passage", dir: "auto" }, isolated(variant.text, {}, 20_000)));
  }
  return shown;
}
