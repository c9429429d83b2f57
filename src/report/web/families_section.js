// The families of the report: search, filters, order, and a list of which only what is in sight is drawn.
import { relationNames } from "./store.js";
import { countOf, cutText, element, groupDigits, isolated, pathElement } from "./text.js";
import { VirtualList } from "./virtual_list.js";

const rowHeight = 76;
const mostPrinted = 2000;
const typingPause = 60; // milliseconds
const preparingTime = 80; // of a large report, before keys and clicks get their turn

/// "2021-04-15" → 20210415; "" → 0.
const dateNumber = (text) => Number(text.replaceAll("-", ""));

function dateSpan(family) {
  if (family.first === null) return "no date";
  return family.first === family.last ? family.first : `${family.first} – ${family.last}`;
}

function familyRow(family) {
  const heading = family.title ? isolated(family.title, { class: "row-title" }, 300) : pathElement(family.path, { class: "row-title" }, 300);
  const meta = element("span", { class: "row-meta" }, element("span", { class: "size" }, countOf(family.size, "document", "documents")), element("span", {}, dateSpan(family)));
  for (const relation of family.relations) meta.append(element("span", { class: `chip relation ${relation}` }, relation));
  return [heading, meta, pathElement(family.title ? family.path : "", { class: "row-path" }, 300)];
}

function labelled(label, control) {
  return element("label", {}, element("span", {}, label), control);
}

function choice(name, options) {
  return element("select", { name }, ...options.map(([value, text]) => element("option", { value }, text)));
}

export class FamiliesSection {
  constructor(store, openFamily) {
    this.store = store;
    this.found = [];
    this.search = element("input", { type: "search", name: "text", placeholder: "Titles and names", autocomplete: "off", spellcheck: "false", dir: "auto", "aria-keyshortcuts": "/" });
    const folders = element("datalist", { id: "folder-names" }, ...store.folders.slice(0, 500).map((folder) => element("option", { value: cutText(folder, 300) })));
    this.form = element(
      "form",
      { class: "filters", role: "search", "aria-label": "Families" },
      labelled("Search", this.search),
      labelled("Relation", choice("relation", [["-1", "any"], ...relationNames.slice(0, 6).map((name, at) => [at, name])])),
      labelled("Folder", element("input", { name: "folder", list: "folder-names", placeholder: "any", autocomplete: "off", dir: "auto" })),
      folders,
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
      element("button", { type: "reset", class: "quiet" }, "Clear"),
    );
    this.status = element("p", { class: "status", role: "status", "aria-live": "polite" });
    this.list = new VirtualList({
      label: "Families",
      rowHeight,
      renderRow: (index) => familyRow(store.summary(this.found[index])),
      openRow: (index) => openFamily(store.families.id[this.found[index]]),
    });
    this.printed = element("ol", { class: "printed" });
    this.element = element("section", { "aria-labelledby": "families-title", class: "families" }, element("h1", { id: "families-title" }, "Families"), this.form, this.status, this.list.element, this.printed);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.update(), 0));
    let timer = 0;
    this.form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.update(), typingPause);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.list.element.focus();
    });
    addEventListener("beforeprint", () => this.#print());
    addEventListener("afterprint", () => this.printed.replaceChildren());
    this.update();
  }

  update() {
    const values = Object.fromEntries(new FormData(this.form));
    clearTimeout(this.waiting);
    const needsTexts = values.text.trim() !== "" || values.sort === "title";
    if (needsTexts && !this.store.prepareSearch(performance.now() + preparingTime)) {
      this.status.textContent = `Preparing the search: ${groupDigits(this.store.numSearchable)} of ${countOf(this.store.count, "family", "families")} …`;
      this.waiting = setTimeout(() => this.update(), 0);
      return;
    }
    performance.mark("filter-begin");
    this.found = this.store.find({
      text: values.text,
      relation: Number(values.relation),
      folder: values.folder.trim(),
      from: dateNumber(values.from),
      to: dateNumber(values.to),
      least: Number(values.least),
      most: Number(values.most),
      sort: values.sort,
    });
    this.list.setCount(this.found.length);
    performance.measure("filter", "filter-begin");
    const all = this.found.length === this.store.count;
    let text = all ? countOf(this.store.count, "family", "families") : `${groupDigits(this.found.length)} of ${countOf(this.store.count, "family", "families")}`;
    if (this.store.leftOut > 0) text += `. The ${groupDigits(this.store.leftOut)} smallest are not on this page: --format jsonl lists all`;
    this.status.textContent = text;
  }

  /// Called when the section is shown again: lists keep no place while they are hidden.
  shown() {
    this.list.setCount(this.found.length, this.list.active);
  }

  #print() {
    if (!this.element.isConnected) return;
    this.printed.replaceChildren(...this.found.slice(0, mostPrinted).map((family) => element("li", {}, ...familyRow(this.store.summary(family)))));
    if (this.found.length > mostPrinted) this.printed.append(element("li", {}, `… and ${groupDigits(this.found.length - mostPrinted)} more`));
  }
}
