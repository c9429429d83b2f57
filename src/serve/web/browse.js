// The lists of what the archive has: families, documents, boilerplate, each with a search and filters that stand in the
// address, so that a list can be kept as a bookmark.
import { RemoteList } from "./remote_list.js";
import { countOf, cutText, element, isolated } from "./text.js";
import { dateWords, words } from "./words.js";

const span = (first, last) => (first === null ? words.noDate : first === last ? first : `${first} – ${last}`);
const dates = (first, last) => element("span", { class: "date" }, span(first, last));
const chip = (text, kind = "") => element("span", { class: `chip ${kind}` }, text);

function familyRow(family) {
  return [
    element("p", { class: "row-head" }, isolated(family.title ?? words.noTitle, { class: "title" }, 200)),
    element("p", { class: "row-facts" }, dates(family.first, family.last), " ", chip(countOf(family.size, ...words.document)), " ",
      ...family.relations.flatMap((relation) => [chip(relation, `relation ${relation}`), " "])),
    element("p", { class: "row-path" }, isolated(family.path, { class: "path" }, 300)),
  ];
}

function documentRow({ document, family }) {
  return [
    element("p", { class: "row-head" }, isolated(document.title ?? words.noTitle, { class: "title" }, 200)),
    element("p", { class: "row-facts" }, dates(document.date, document.date), " ", chip(countOf(document.words, ...words.word)), " ",
      chip(family === null ? words.alone : words.hasVersions, family === null ? "" : "relation")),
    element("p", { class: "row-path" }, isolated(document.path, { class: "path" }, 300)),
  ];
}

function boilerplateRow(boilerplate) {
  const newest = boilerplate.variants.map(({ last }) => last).filter(Boolean).sort().at(-1) ?? null;
  return [
    element("p", { class: "row-head" }, isolated(cutText(boilerplate.variants[0].text.replace(/\s+/g, " "), 160), { class: "title" })),
    element("p", { class: "row-facts" }, chip(countOf(boilerplate.documents, ...words.document)), " ", chip(countOf(boilerplate.variants.length, ...words.wording)), " ",
      newest === null ? "" : `${words.lastUsed} ${newest}`, boilerplate.within_document ? ` ${words.withinDocument}` : ""),
  ];
}

const address = (page, parameters) => `#${page}?${new URLSearchParams(parameters)}`;

const lists = {
  families: {
    noun: words.family,
    filters: ["q", "relation", "folder", "from", "to", "min_size", "sort"],
    row: familyRow,
    rowHeight: 92,
    open: (family, generation) => address("family", { id: family.id, generation }),
  },
  documents: { noun: words.document, filters: ["q", "folder", "from", "to"], row: documentRow, rowHeight: 92, open: ({ document }) => address("document", { path: document.path }) },
  boilerplate: { noun: words.passage, filters: ["q"], row: boilerplateRow, rowHeight: 68, open: null },
};

const relations = ["identical", "same-text", "reissue", "revision", "excerpt", "extension"];

function options(choices) {
  return choices.map(([value, label]) => element("option", { value }, label));
}

function control(filter, archive) {
  const id = `filter-${filter}`;
  const label = element("label", { for: id }, words.filters[filter]);
  let input;
  if (filter === "q") input = element("input", { type: "search", dir: "auto", autocomplete: "off", spellcheck: "false" });
  else if (filter === "relation") input = element("select", {}, ...options([["", words.any], ...relations.map((relation) => [relation, relation])]));
  else if (filter === "sort") input = element("select", {}, ...options(words.sorts));
  else if (filter === "folder") input = element("select", {}, ...options([["", words.any], ...(archive?.folders ?? []).filter(({ folder }) => folder !== "").map(({ folder, documents }) => [folder, `${cutText(folder, 80)} (${documents})`])]));
  else if (filter === "min_size") input = element("input", { type: "number", min: "2", max: "1000000", step: "1" });
  else input = element("input", { type: "date" });
  input.id = id;
  input.name = filter;
  return element("div", { class: `filter filter-${filter}` }, label, input);
}

/// Shows one of the lists in `section`. `parameters`: those of the address. `openPassage(boilerplate)` shows one.
export function showList(section, name, parameters, archive, openPassage) {
  const { noun, filters, row, rowHeight, open } = lists[name];
  const count = element("p", { role: "status", "aria-live": "polite", class: "count" }, words.loading);
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
      count.className = "count";
      count.textContent = total === 0 ? words.nothingFound : countOf(total, ...noun);
    },
    onError: (error) => {
      count.className = "count error";
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
