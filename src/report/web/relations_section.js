// Pairs of documents that are related but of no common family: templates, shared passages, what is contained in
// something larger. A list with search and filter, and a page for each pair.
import { commandLine } from "./family_section.js";
import { FilterForm, choice, labelled, searchInput } from "./filter_form.js";
import { printedList } from "./printed_list.js";
import { relationNames } from "./store.js";
import { countOf, element, formatPercent, groupDigits, isolated, pathElement, pathOnLine } from "./text.js";
import { VirtualList } from "./virtual_list.js";

const meanings = {
  template: "The same skeleton with other facts, such as next week's bulletin: two documents.",
  "shared-passage": "A long passage stands in both that isn't boilerplate.",
  excerpt: "One is contained in the other, but too little else speaks for one family.",
  extension: "One is contained in the other, but too little else speaks for one family.",
};

/// How much the two have in common: of what is contained in the other its share, else how similar they are, without
/// and with the passages that recur elsewhere.
function measure({ relation, similarity, whole, containmentA, containmentB }) {
  const isPart = relation === "shared-passage" || relation === "excerpt" || relation === "extension";
  if (isPart) return `${formatPercent(containmentA)} of the first, ${formatPercent(containmentB)} of the second`;
  const alike = `${formatPercent(similarity)} alike`;
  return formatPercent(whole) === formatPercent(similarity) ? alike : `${alike}, with boilerplate ${formatPercent(whole)}`;
}

const chipOf = ({ relation }) => element("span", { class: `chip relation ${relation}` }, relation);

function pairRow(pair) {
  const line = (document) => element("span", { class: "row-pair" }, document.title ? isolated(document.title, { class: "row-title" }, 200) : null, pathOnLine(document.path, { class: "row-path" }));
  return [element("span", { class: "row-meta" }, chipOf(pair), element("span", {}, measure(pair))), line(pair.a), line(pair.b)];
}

export class RelationsSection {
  /// `pairs`: a PairStore.
  constructor(pairs, openPair) {
    this.pairs = pairs;
    this.found = [];
    this.element = element("section", { "aria-labelledby": "relations-title", class: "relations" }, element("h1", { id: "relations-title" }, "Other relations"));
    this.element.append(element("p", { class: "note" }, "Documents that have something in common and are no versions of one another, so they are of no common family."));
    this.filters = new FilterForm({
      name: "relations",
      label: "Other relations",
      controls: [
        labelled("Search", searchInput("Titles and names")),
        labelled("Relation", choice("relation", [["", "any"], ...pairs.relations().map((name) => [name, name])])),
        labelled("Order", choice("sort", [["alike", "most alike first"], ["name", "by name"]])),
      ],
      onChange: () => this.update(),
      list: () => this.list,
    });
    this.status = element("p", { class: "status", role: "status", "aria-live": "polite" });
    this.list = new VirtualList({
      label: "Pairs",
      rowHeight: 82,
      narrowRowHeight: 152,
      renderRow: (index) => pairRow(pairs.pair(this.found[index])),
      openRow: (index) => openPair(this.found[index] + 1),
    });
    if (pairs.count === 0) {
      this.element.append(element("p", {}, "There is no such pair."));
      return;
    }
    const printed = printedList(() => this.found.length, (at) => pairRow(pairs.pair(this.found[at])));
    this.element.append(this.filters.element, this.status, this.list.element, printed);
    this.update();
  }

  update() {
    const { text, relation, sort } = this.filters.values();
    this.found = this.pairs.find({ text, relation: relationNames.indexOf(relation), sort });
    this.list.setCount(this.found.length);
    this.list.element.hidden = this.found.length === 0;
    const all = countOf(this.pairs.count, "pair", "pairs");
    let status = this.found.length === this.pairs.count ? all : `${groupDigits(this.found.length)} of ${all}`;
    if (this.found.length === 0) status += ". No pair is like that: Clear shows all";
    if (this.pairs.leftOut > 0) status += `. The ${groupDigits(this.pairs.leftOut)} least alike are not on this page: --format jsonl lists all`;
    this.status.textContent = status;
  }

  /// As that of the families.
  shown(query) {
    if (this.pairs.count === 0) return;
    if (query !== null && this.filters.setFrom(query)) this.update();
    else this.list.setCount(this.found.length, this.list.active);
    this.filters.showInAddress();
  }
}

function documentOfPair({ title, path, date, family }) {
  const facts = element("p", { class: "facts" }, date ?? "no date");
  if (family > 0) facts.append(" · ", element("a", { href: `#family=${family}` }, `Family ${groupDigits(family)}`));
  return element("li", {}, title ? isolated(title, { class: "row-title" }, 300) : null, pathElement(path, { class: "path" }), facts);
}

/// The page of one pair. `id`: its place in the store, from 1.
export function pairSection(pairs, id, listAddress) {
  const section = element("section", { "aria-labelledby": "pair-title" }, element("p", { class: "back" }, element("a", { href: listAddress }, "← Other relations")));
  if (!(id >= 1 && id <= pairs.count)) {
    section.append(element("h1", { id: "pair-title" }, "Pair"), element("p", {}, "There is no pair of this number on this page."));
    return section;
  }
  const pair = pairs.pair(id - 1);
  section.append(element("h1", { id: "pair-title" }, `Pair ${groupDigits(id)}: ${pair.relation}`));
  section.append(element("p", { class: "facts" }, measure(pair)));
  section.append(element("p", {}, meanings[pair.relation] ?? "They are alike, but too little speaks for one family."));
  section.append(element("ol", { class: "pair" }, documentOfPair(pair.a), documentOfPair(pair.b)));
  section.append(element("p", { class: "note" }, "What they have in common, and what differs:"), commandLine("nuskha explain", pair.a.path, pair.b.path), commandLine("nuskha diff", pair.a.path, pair.b.path));
  return section;
}
