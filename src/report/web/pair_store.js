// The pairs of no common family, as columns (docs/report_page.md).
import { dateText, readBlock, relationNames } from "./store.js";
import { foldText } from "./text.js";

export class PairStore {
  constructor() {
    const data = readBlock("data-pairs");
    Object.assign(this, { leftOut: data.left_out, folders: data.folders, documents: data.documents, columns: data.pairs });
    this.count = data.pairs.a.length;
    this.texts = null;
  }

  /// The names of the relations that there are, strongest first.
  relations() {
    const numbers = new Set(this.columns.relation);
    return relationNames.filter((_, number) => numbers.has(number));
  }

  #path(document) {
    const folder = this.folders[this.documents.folder[document]];
    return folder === "" ? this.documents.name[document] : `${folder}/${this.documents.name[document]}`;
  }

  #document(at) {
    return { path: this.#path(at), title: this.documents.title[at], date: dateText(this.documents.date[at]), family: this.documents.family[at] };
  }

  pair(at) {
    const { a, b, relation, similarity, whole, containment_a: containmentA, containment_b: containmentB } = this.columns;
    return {
      a: this.#document(a[at]),
      b: this.#document(b[at]),
      relation: relationNames[relation[at]],
      similarity: similarity[at] / 1000,
      whole: whole[at] / 1000,
      containmentA: containmentA[at] / 1000,
      containmentB: containmentB[at] / 1000,
    };
  }

  /// Positions of the pairs that pass. `relation`: a number, -1 for any; `sort` "alike" (as they are stored) or "name".
  find({ text, relation, sort }) {
    const words = foldText(text).split(/\s+/).filter((word) => word !== "");
    if (words.length > 0) this.texts ??= this.documents.name.map((_, at) => foldText(`${this.documents.title[at]}\n${this.#path(at)}`));
    const { a, b } = this.columns;
    const found = [];
    for (let at = 0; at < this.count; ++at) {
      if (relation >= 0 && this.columns.relation[at] !== relation) continue;
      if (words.every((word) => this.texts[a[at]].includes(word) || this.texts[b[at]].includes(word))) found.push(at);
    }
    return sort === "name" ? found.sort((x, y) => a[x] - a[y] || b[x] - b[y]) : found; // documents are sorted by path
  }
}
