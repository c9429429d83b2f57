// The data of the report page: columns read once, families put together when they are looked at. The columns are
// explained in docs/report_page.md.
import { foldText } from "./text.js";

export const relationNames = ["identical", "same-text", "reissue", "revision", "excerpt", "extension", "template", "shared-passage"];

/// The data of one block of the page.
export const readBlock = (id) => JSON.parse(document.getElementById(id).textContent);

/// 20210415 → "2021-04-15"; 0 → null.
export function dateText(number) {
  if (number === 0) return null;
  const digits = String(number).padStart(8, "0");
  return `${digits.slice(0, -4)}-${digits.slice(-4, -2)}-${digits.slice(-2)}`;
}

export class Store {
  constructor() {
    const data = readBlock("data-families");
    this.leftOut = data.left_out;
    this.folders = data.folders;
    this.families = data.families;
    this.members = data.members;
    this.lost = data.lost;
    this.count = this.families.id.length;
    this.diffs = readBlock("data-diffs");
    this.numMembers = this.members.name.length;
    this.#computeFamilies();
    this.searchTexts = new Array(this.count);
    this.numSearchable = 0;
    this.chunks = new Map();
  }

  // What filters and sorts look at, a number for each family.
  #computeFamilies() {
    const { size } = this.families;
    this.begin = new Uint32Array(this.count + 1);
    this.first = new Uint32Array(this.count); // dates; 0: none
    this.last = new Uint32Array(this.count);
    this.relations = new Uint8Array(this.count); // bit r: an edge of relation r
    for (let family = 0, member = 0; family < this.count; ++family) {
      this.begin[family] = member;
      for (const end = member + size[family]; member < end; ++member) {
        const date = this.members.date[member];
        if (date !== 0) {
          if (this.first[family] === 0 || date < this.first[family]) this.first[family] = date;
          if (date > this.last[family]) this.last[family] = date;
        }
        const relation = this.members.relation[member];
        if (relation >= 0) this.relations[family] |= 1 << relation;
      }
      this.begin[family + 1] = member;
    }
  }

  path(member) {
    const folder = this.folders[this.members.folder[member]];
    return folder === "" ? this.members.name[member] : `${folder}/${this.members.name[member]}`;
  }

  /// A title of 0 is that of the parent.
  title(family, member) {
    const begin = this.begin[family];
    let at = member;
    while (this.members.title[at] === 0) at = begin + this.members.parent[at];
    return this.members.title[at];
  }

  /// What is shown of a family in a list.
  summary(family) {
    const begin = this.begin[family];
    return {
      id: this.families.id[family],
      title: this.title(family, begin),
      path: this.path(begin),
      size: this.families.size[family],
      first: dateText(this.first[family]),
      last: dateText(this.last[family]),
      relations: relationNames.filter((_, bit) => this.relations[family] & (1 << bit)),
    };
  }

  /// All of it.
  family(index) {
    const begin = this.begin[index];
    const members = [];
    for (let member = begin; member < this.begin[index + 1]; ++member) {
      const parent = this.members.parent[member];
      const relation = this.members.relation[member];
      const share = this.members.share[member];
      members.push({
        position: member,
        path: this.path(member),
        date: dateText(this.members.date[member]),
        parent: parent < 0 ? null : parent,
        relation: relation < 0 ? null : relationNames[relation],
        similarity: share < 0 ? null : share / 1000,
        words: this.members.words[member],
        title: this.title(index, member),
      });
    }
    const { keep, cohesion, flags, id } = this.families;
    return {
      ...this.summary(index),
      members,
      keep: keep[index] < 0 ? null : keep[index],
      cohesion: cohesion[index] < 0 ? null : cohesion[index] / 1000,
      cohesionKnown: (flags[index] & 1) === 0,
      collated: (flags[index] & 2) === 0,
      lost: (this.lost[id[index]] ?? []).map(([parent, ...from]) => ({ parent: parent < 0 ? null : parent, members: from })),
    };
  }

  indexOfId(id) {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.families.id[middle] < id) low = middle + 1;
      else high = middle;
    }
    return this.families.id[low] === id ? low : -1;
  }

  /// The diff of a member to its parent, null if the page has none.
  diff(member) {
    this.diffOf ??= new Map(this.diffs.members.map((position, at) => [position, at]));
    const at = this.diffOf.get(member);
    if (at === undefined) return null;
    let chunk = this.diffs.begins.length - 1;
    while (this.diffs.begins[chunk] > at) --chunk;
    if (!this.chunks.has(chunk)) this.chunks.set(chunk, readBlock(`diffs-${chunk}`));
    return this.chunks.get(chunk)[at - this.diffs.begins[chunk]];
  }

  /// Prepares families for search until `deadline` (milliseconds, of performance.now); true when all are.
  prepareSearch(deadline) {
    for (; this.numSearchable < this.count; ++this.numSearchable) {
      if (this.numSearchable % 64 === 0 && performance.now() > deadline) return false;
      const family = this.numSearchable;
      const words = [];
      let folder = -1;
      for (let member = this.begin[family]; member < this.begin[family + 1]; ++member) {
        if (this.members.title[member] !== 0) words.push(this.members.title[member]);
        if (this.members.folder[member] !== folder) words.push(this.folders[(folder = this.members.folder[member])]);
        words.push(this.members.name[member]);
      }
      this.searchTexts[family] = foldText(words.join("\n"));
    }
    return true;
  }

  /// The families that pass, in the order asked for. `query` {text, relation, folder, with, from, to, least, most, sort}.
  find({ text = "", relation = -1, folder = "", with: other = "", from = 0, to = 0, least = 0, most = 0, sort = "size" }) {
    const words = foldText(text).split(/\s+/).filter((word) => word !== "");
    if (words.length > 0) this.prepareSearch(Infinity); // done by now, as a rule
    const { size } = this.families;
    const inFolder = this.#familiesBelow([folder, other].filter((name) => name !== ""));
    const found = [];
    for (let family = 0; family < this.count; ++family) {
      if (size[family] < least || (most > 0 && size[family] > most)) continue;
      if (relation >= 0 && (this.relations[family] & (1 << relation)) === 0) continue;
      if ((from > 0 || to > 0) && !this.#hasDate(family, from, to === 0 ? 99999999 : to)) continue;
      if (inFolder !== null && inFolder[family] === 0) continue;
      if (words.length > 0 && !words.every((word) => this.searchTexts[family].includes(word))) continue;
      found.push(family);
    }
    return this.#sorted(found, sort);
  }

  /// Prepares the order by title. A moment's work in a large report: to be called when there is time.
  rankTitles() {
    if (this.titleRank !== undefined) return;
    this.prepareSearch(Infinity);
    const titles = this.searchTexts.map((text) => text.slice(0, text.indexOf("\n")) || "\uffff"); // the root's stands first
    // Most are told apart by their first three characters, which compare as one number.
    const key = (text) => (text.charCodeAt(0) || 0) * 2 ** 32 + (text.charCodeAt(1) || 0) * 2 ** 16 + (text.charCodeAt(2) || 0);
    const keys = Float64Array.from(titles, key);
    const order = Uint32Array.from(titles, (_, family) => family);
    order.sort((a, b) => keys[a] - keys[b] || (titles[a] < titles[b] ? -1 : titles[a] > titles[b] ? 1 : a - b));
    this.titleRank = new Uint32Array(this.count);
    order.forEach((family, rank) => (this.titleRank[family] = rank));
  }

  /// Whether a member is of a day from `from` to `to`.
  #hasDate(family, from, to) {
    if (this.last[family] < Math.max(from, 1) || this.first[family] > to) return false;
    if (this.first[family] >= from || this.last[family] <= to) return true; // one of the ends is within
    for (let member = this.begin[family]; member < this.begin[family + 1]; ++member)
      if (this.members.date[member] >= from && this.members.date[member] <= to) return true;
    return false;
  }

  /// For each family 1 if it has a document below each of the folders, no document standing for two of them; null for
  /// no folder. A folder is any part of a path: "2019", "company/2019".
  #familiesBelow(folders) {
    if (folders.length === 0) return null;
    const isBelow = folders.map((folder) => {
      const wanted = `/${foldText(folder).replace(/^\/+|\/+$/g, "")}/`;
      return Uint8Array.from(this.folders, (name) => (`/${foldText(name)}/`.includes(wanted) ? 1 : 0));
    });
    const found = new Uint8Array(this.count);
    for (let family = 0; family < this.count; ++family) {
      const counts = isBelow.map(() => 0);
      let inAny = 0;
      for (let member = this.begin[family]; member < this.begin[family + 1]; ++member) {
        const folder = this.members.folder[member];
        isBelow.forEach((below, at) => (counts[at] += below[folder]));
        if (isBelow.some((below) => below[folder] === 1)) ++inAny;
      }
      found[family] = counts.every((count) => count > 0) && inAny >= folders.length ? 1 : 0;
    }
    return found;
  }

  #sorted(found, sort) {
    const { size, cohesion } = this.families;
    const late = (date) => (date === 0 ? 0xffffffff : date); // those without a date stand last
    const orders = {
      size: (a, b) => size[b] - size[a] || a - b,
      newest: (a, b) => this.last[b] - this.last[a] || a - b,
      oldest: (a, b) => late(this.first[a]) - late(this.first[b]) || a - b,
      unlike: (a, b) => cohesion[a] - cohesion[b] || a - b,
      name: (a, b) => a - b,
    };
    if (sort !== "title") return found.sort(orders[sort] ?? orders.size);
    this.rankTitles();
    return found.sort((a, b) => this.titleRank[a] - this.titleRank[b]);
  }
}

/// The folders of a report and what is above them, sorted.
export function foldersAndAbove(folders) {
  const all = new Set();
  for (const folder of folders)
    for (let end = folder.length; end > 0; end = folder.lastIndexOf("/", end - 1)) all.add(folder.slice(0, end));
  return [...all].sort();
}

/// The data of the overview, of boilerplate, of problems: small, read when needed.
export const readOverview = () => readBlock("data-overview");
export const readBoilerplate = () => readBlock("data-boilerplate");
export const readProblems = () => readBlock("data-problems");
