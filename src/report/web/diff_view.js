// A diff as lines with what was removed, added and moved marked up as such. Takes what `append_diff_view`
// (src/report/diff_view.h) writes. Shared by the report and the desk.
import { appendText, countOf, element, groupDigits, isolated } from "./text.js";

const scriptFromRight = "[\\p{Script=Arabic}\\p{Script=Hebrew}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}]";
const lettersOf = { rtl: new RegExp(`(?=${scriptFromRight})\\p{L}`, "u"), ltr: new RegExp(`(?!${scriptFromRight})\\p{L}`, "u") };
const hebrew = /[\u0590-\u05ff]/;
// dir=auto looks at letters only; a number with Arabic digits is read as the line around it is.
const beginsWithArabicDigit = /^[^\p{L}\u0660-\u0669]*[\u0660-\u0669]/u;

/// Text of an address: in each of its parts what isn't ASCII in an isolate of its own, so that they stay in their order.
function appendParts(parent, text) {
  for (const part of text.split(/([/?&=#:])/)) {
    const [, before, foreign, after] = /^([\u0000-\u007f]*)(.*?)([\u0000-\u007f]*)$/su.exec(part);
    appendText(parent, before);
    if (foreign !== "") parent.append(isolated(foreign, {}, Infinity));
    appendText(parent, after);
  }
}

// A number or a symbol isn't broken at the end of a row; what is longer must be.
const longestWhole = 24; // characters
const staysWhole = (text) => text.length <= longestWhole && /\d|[\u0660-\u0669\u06f0-\u06f9]/.test(text);

const kindElement = (kind) => element("small", { class: "kind", dir: "ltr" }, kind);

/// What was removed or added. `append` appends its text.
function markedElement([mark, text, kind, left], direction, append = appendText) {
  const isMoved = Math.abs(mark) === 2;
  const marked = element(mark < 0 ? "del" : "ins", { dir: direction, class: isMoved ? "moved" : staysWhole(text) && !/\s/.test(text) ? "whole" : null, title: kind || null });
  append(marked, text);
  if (left) marked.append(element("span", { class: "gap" }, ` … ${countOf(left, "character", "characters")} more`));
  return marked;
}

// A blank, a stop, a bracket or a quote at an end of words, or of one number, is set by the line around it.
const loose = "[\\s.,;:!?…،؛؟۔()[\\]{}<>\"'«»‹›“”„‘’]";
const looseAtEnd = new RegExp(`^${loose}|${loose}$`, "u");
const ofAddress = /:\/\/|@|www\./;
const wordsOrOneNumber = (text) => /\p{L}/u.test(text) || (/\p{Nd}/u.test(text) && !/\p{Nd}.*\s.*\p{Nd}/su.test(text));
const hasLooseEnd = (text) => looseAtEnd.test(text) && !ofAddress.test(text) && wordsOrOneNumber(text);

/// What was removed or added in a line. What has a letter of the line's direction is read as a part of the line, whatever
/// it begins with, and stands in `within-line`: words beside it that run against the line don't join over it.
function markedInLine(run, lineDirection) {
  if (lettersOf[lineDirection].test(run[1]))
    return element("span", { class: hebrew.test(run[1]) ? "within-line hebrew" : "within-line" }, markedElement(run, lineDirection));
  return markedElement(run, hasLooseEnd(run[1]) ? lineDirection : beginsWithArabicDigit.test(run[1]) ? "rtl" : "auto");
}

/// A piece with a direction of its own. What its changes are is said behind it.
function appendPiece(parent, runs, direction) {
  const piece = element("bdi", { dir: direction, class: staysWhole(runs.map(textOf).join("")) ? "whole" : null });
  const append = direction === "ltr" ? appendParts : appendText;
  for (const run of runs) {
    if (Array.isArray(run)) piece.append(markedElement(run, direction, append));
    else if (typeof run === "string") append(piece, run);
    else appendRun(piece, run, direction);
  }
  const kinds = new Set(runs.filter(Array.isArray).map(([, , kind]) => kind).filter(Boolean));
  parent.append(piece, ...[...kinds].map(kindElement));
}

const stopsAtBegin = /^(?:[.,;:!?…،؛؟۔)\]»”"']+(?=\s|$))?/u;

/// Text that stands in both. What ends a clause right behind a change comes before the words for the change.
function appendUnchanged(parent, text) {
  let kind = null;
  for (let node = parent.lastChild; node?.className === "kind"; node = node.previousSibling) kind = node;
  const stops = kind === null ? "" : stopsAtBegin.exec(text)[0];
  if (stops !== "") kind.before(stops);
  appendText(parent, text.slice(stops.length));
}

/// `direction` is that of the line.
function appendRun(parent, run, direction) {
  if (typeof run === "string") {
    appendUnchanged(parent, run);
  } else if (typeof run === "number") {
    parent.append(element("span", { class: "gap", title: countOf(run, "character", "characters") + " left out" }, " … "));
  } else if (Array.isArray(run)) {
    parent.append(markedInLine(run, direction));
    if (run[2]) parent.append(kindElement(run[2]));
  } else if (run.ltr) {
    appendPiece(parent, run.ltr, "ltr");
  } else {
    appendPiece(parent, run.rtl, "rtl");
  }
}

const letterFromRight = new RegExp(`^[^\\p{L}]*${scriptFromRight}`, "u");
const textOf = (run) => (typeof run === "string" ? run : Array.isArray(run) ? run[1] : (run.ltr ?? run.rtl ?? []).map(textOf).join(""));

/// Whether a line that doesn't say so is read from the right: by the first letter of what stands there now. One whose
/// beginning was left out isn't.
function beginsFromRight(runs) {
  if (typeof runs[0] === "number") return false;
  const now = runs.filter((run) => !(Array.isArray(run) && run[0] < 0));
  return letterFromRight.test((now.length > 0 ? now : runs).map(textOf).join(""));
}

function renderLine(line) {
  if (typeof line === "number")
    return element("p", { class: "gap" }, countOf(line, "line", "lines") + " without a change");
  const { runs, rtl } = Array.isArray(line) ? { runs: line, rtl: beginsFromRight(line) } : line;
  const hasChange = runs.some((run) => typeof run === "object");
  const direction = rtl ? "rtl" : "ltr";
  const paragraph = element("p", { dir: direction, class: hasChange ? "changed" : null });
  for (const run of runs) appendRun(paragraph, run, direction);
  return paragraph;
}

/// The diff as an element. `view` has `summary`, `lines`, and if there are any, `moves`; `minimal` false: there may be
/// a shorter list of changes; `cut`: so many lines with changes were left out.
export function renderDiff(view) {
  const shown = element("div", { class: "diff" });
  if (view.summary) shown.append(element("p", { class: "diff-summary" }, view.summary));
  if (view.minimal === false)
    shown.append(element("p", { class: "note" }, "The texts differ too much for the shortest list of changes to be sought everywhere."));
  shown.append(...view.lines.map(renderLine));
  for (const move of view.moves ?? []) {
    shown.append(element("p", { class: "note" }, `Changed in moved paragraphs (${groupDigits(move.move)}):`));
    shown.append(...move.lines.map(renderLine));
  }
  if (view.cut)
    shown.append(element("p", { class: "note" }, `${countOf(view.cut, "more line", "more lines")} with changes; nuskha diff shows all.`));
  return shown;
}
