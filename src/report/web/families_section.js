// The families of the report: search, filters, order, and a list of which only what is in sight is drawn.
import { FilterForm, choice, labelled, searchInput } from "./filter_form.js";
import { printedList } from "./printed_list.js";
import { foldersAndAbove, relationNames } from "./store.js";
import { countOf, cutText, element, groupDigits, isolated, pathOnLine } from "./text.js";
import { VirtualList } from "./virtual_list.js";

const mostFolders = 1000; // that are offered while one types
const preparingTime = 80; // of a large report, before keys and clicks get their turn

/// "2021-04-15" → 20210415; "" → 0.
const dateNumber = (text) => Number(text.replaceAll("-", ""));

function dateSpan(family) {
  if (family.first === null) return "no date";
  return family.first === family.last ? family.first : `${family.first} – ${family.last}`;
}

function familyRow(family) {
  const heading = family.title ? isolated(family.title, { class: "row-title" }, 300) : pathOnLine(family.path, { class: "row-title" });
  const meta = element("span", { class: "row-meta" }, element("span", { class: "size" }, countOf(family.size, "document", "documents")), element("span", {}, dateSpan(family)));
  for (const relation of family.relations) meta.append(element("span", { class: `chip relation ${relation}` }, relation));
  return [heading, meta, family.title ? pathOnLine(family.path, { class: "row-path" }) : ""];
}

function familyFilters(store) {
  const folders = foldersAndAbove(store.folders).slice(0, mostFolders);
  const folderInput = (name) => element("input", { name, list: "folder-names", placeholder: "any", autocomplete: "off", dir: "auto" });
  return [
    labelled("Search", searchInput("Titles and names")),
    labelled("Relation", choice("relation", [["", "any"], ...relationNames.slice(0, 6).map((name) => [name, name])])),
    labelled("Folder", folderInput("folder")),
    labelled("And in folder", folderInput("with")),
    element("datalist", { id: "folder-names" }, ...folders.map((folder) => element("option", { value: cutText(folder, 300) }))),
    labelled("From", element("input", { type: "date", name: "from" })),
    labelled("To", element("input", { type: "date", name: "to" })),
    labelled("Documents, at least", element("input", { type: "number", name: "least", min: "2", placeholder: "2" })),
    labelled("At most", element("input", { type: "number", name: "most", min: "2" })),
    labelled(
      "Order",
      choice("sort", [
        ["size", "largest first"],
        ["newest", "newest first"],
        ["oldest", "oldest first"],
        ["unlike", "least alike first"],
        ["title", "by title"],
        ["name", "by name"],
      ]),
    ),
  ];
}

export class FamiliesSection {
  constructor(store, openFamily) {
    this.store = store;
    this.found = [];
    this.filters = new FilterForm({ name: "families", label: "Families", controls: familyFilters(store), onChange: () => this.update(), list: () => this.list });
    this.status = element("p", { class: "status", role: "status", "aria-live": "polite" });
    this.list = new VirtualList({
      label: "Families",
      rowHeight: 76,
      narrowRowHeight: 100,
      renderRow: (index) => familyRow(store.summary(this.found[index])),
      openRow: (index) => openFamily(store.families.id[this.found[index]]),
    });
    this.element = element("section", { "aria-labelledby": "families-title", class: "families" }, element("h1", { id: "families-title" }, "Families"));
    if (store.count === 0) {
      this.element.append(element("p", {}, "No document here is a copy or a version of another."));
      return;
    }
    const printed = printedList(() => this.found.length, (at) => familyRow(store.summary(this.found[at])));
    this.element.append(this.filters.element, this.status, this.list.element, printed);
    this.update();
  }

  update() {
    const values = this.filters.values();
    clearTimeout(this.waiting);
    const needsTexts = values.text !== "" || values.sort === "title";
    if (needsTexts && !this.store.prepareSearch(performance.now() + preparingTime)) {
      this.status.textContent = `Preparing the search: ${groupDigits(this.store.numSearchable)} of ${countOf(this.store.count, "family", "families")} …`;
      this.list.busy = true;
      this.waiting = setTimeout(() => this.update(), 0);
      return;
    }
    performance.mark("filter-begin");
    this.found = this.store.find({
      text: values.text,
      relation: relationNames.indexOf(values.relation),
      folder: values.folder,
      with: values.with,
      from: dateNumber(values.from),
      to: dateNumber(values.to),
      least: Number(values.least),
      most: Number(values.most),
      sort: values.sort,
    });
    this.list.setCount(this.found.length);
    this.list.element.hidden = this.found.length === 0;
    performance.measure("filter", "filter-begin");
    this.status.textContent = this.#statusText();
  }

  #statusText() {
    const all = countOf(this.store.count, "family", "families");
    let text = this.found.length === this.store.count ? all : `${groupDigits(this.found.length)} of ${all}`;
    if (this.found.length === 0) text += ". No family is like that: Clear shows all";
    if (this.store.leftOut > 0) text += `. The ${groupDigits(this.store.leftOut)} smallest are not on this page: --format jsonl lists all`;
    return text;
  }

  /// Called when the section is shown: lists keep no place while they are hidden. `query`: the filters of the address,
  /// null if it has none, which leaves them as they are.
  shown(query) {
    if (this.store.count === 0) return;
    if (query !== null && this.filters.setFrom(query)) this.update();
    else this.list.setCount(this.found.length, this.list.active);
    this.filters.showInAddress();
  }

  /// The ids of the families before and after one in the list as it is filtered; null at its ends.
  neighbours(id) {
    const at = this.found.indexOf(this.store.indexOfId(id));
    const idAt = (place) => this.store.families.id[this.found[place]] ?? null;
    return at < 0 ? { place: 0, before: null, after: null } : { place: at + 1, before: idAt(at - 1), after: idAt(at + 1) };
  }

  /// Makes the family that is looked at the chosen one of the list.
  choose(id) {
    const at = this.found.indexOf(this.store.indexOfId(id));
    if (at >= 0) this.list.active = at;
  }
}
