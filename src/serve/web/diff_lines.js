// A diff record with the text of its second document → the lines that diff_view.js shows: each line of the draft with what was taken out
// beside what was put in, and long stretches without a change as their number of lines.
import { formatPercent } from "./text.js";

const contextLines = 2; // kept around lines with a change
const leastToFold = 4;

const kinds = {
  date: "date",
  number: "number",
  "name-like": "name",
  "spelling-only": "spelling",
  "punctuation-only": "punctuation",
  "white-space-only": "white space",
  "block-moved": "paragraph moved",
  "boilerplate-changed": "boilerplate",
};

/// What a change is in a word or two; "" where that is plain to see.
function kindOf(change) {
  if (change.type === "wording") return change.typo ? "typo" : "";
  if (change.type === "name-like" && change.address) return "address";
  if (change.type === "boilerplate-changed" && change.footer) return "footer replaced";
  if (change.type === "block-moved") return `${kinds[change.type]} (${change.move})`;
  if (change.type === "block-added") return change.paragraphs > 1 ? "paragraphs added" : "paragraph added";
  if (change.type === "block-removed") return change.paragraphs > 1 ? "paragraphs removed" : "paragraph removed";
  return kinds[change.type] ?? change.type;
}

const visibleWhiteSpace = (text) => text.replace(/\r\n|\r|\n/g, "¶").replace(/\t/g, "→").replace(/\s/g, "·");

/// A text whose ranges are bytes of its UTF-8.
class Bytes {
  constructor(text) {
    this.bytes = new TextEncoder().encode(text);
    this.decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  }
  slice(begin, end) {
    return this.decoder.decode(this.bytes.subarray(begin, end));
  }
}

class LineMaker {
  constructor() {
    this.lines = [];
    this.line = [];
  }
  endLine() {
    if (this.line.length > 0) this.lines.push(this.line);
    this.line = [];
  }
  /// `make(part)` gives the run for a part of `text` that is within one line.
  add(text, make) {
    text.split(/\r\n|\r|\n/).forEach((part, at) => {
      if (at > 0) this.endLine();
      if (part !== "") this.line.push(make(part));
    });
  }
  addChange(change, a, b) {
    const kind = kindOf(change);
    if (change.type === "white-space-only") {
      if (a !== "") this.line.push([-1, visibleWhiteSpace(a), ""]);
      if (b !== "") this.line.push([1, visibleWhiteSpace(b), ""]);
      this.line.at(-1)[2] = kind;
      if (/[\r\n]/.test(a + b)) this.endLine();
      return;
    }
    const last = [];
    this.add(a, (part) => (last[0] = [-1, part, ""]));
    if (this.line.length > 0 && b !== "" && /[\r\n]/.test(a)) this.endLine(); // what replaces several lines begins on its own
    this.add(b, (part) => (last[0] = [1, part, ""]));
    if (last.length > 0) last[0][2] = kind;
  }
}

function linesOf(b, changes, begin, end) {
  const maker = new LineMaker();
  let at = begin;
  for (const change of changes) {
    maker.add(b.slice(at, change.b_begin), (part) => part);
    maker.addChange(change, change.a_text, change.b_text);
    at = change.b_end;
  }
  maker.add(b.slice(at, end), (part) => part);
  maker.endLine();
  return maker.lines;
}

const isChanged = (line) => line.some((run) => typeof run !== "string");

function folded(lines) {
  const shown = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && !isChanged(lines[end])) ++end;
    const before = at === 0 ? 0 : contextLines;
    const after = end === lines.length ? 0 : contextLines;
    if (end - at >= before + after + leastToFold) {
      shown.push(...lines.slice(at, at + before), end - at - before - after, ...lines.slice(end - after, end));
    } else {
      shown.push(...lines.slice(at, end));
    }
    if (end < lines.length) shown.push(lines[end]);
    at = end + 1;
  }
  return shown;
}

// dir=auto passes over elements that have a direction of their own, as every change has.
const rightToLeft = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
function directed(line) {
  if (typeof line === "number" || !line.every((run) => Array.isArray(run))) return line;
  return { runs: line, rtl: rightToLeft.test(line[0][1]) };
}

/// What renderDiff of diff_view.js takes. `bText` is the text that `diff.b` has ranges of. Cost linear in the texts.
export function diffLines(diff, bText) {
  const b = new Bytes(bText);
  const view = {
    summary: diff.summary || formatPercent(diff.unchanged),
    lines: folded(linesOf(b, diff.changes, 0, b.bytes.length)).map(directed),
    minimal: diff.minimal,
  };
  const moved = diff.moves.filter((move) => move.changes.length > 0);
  if (moved.length > 0)
    view.moves = moved.map((move) => ({ move: move.move, lines: linesOf(b, move.changes, move.b_begin, move.b_end).map(directed) }));
  return view;
}
