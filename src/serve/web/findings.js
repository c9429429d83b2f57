// The findings of a draft: marked in its text and listed beside it. A number in the text leads to the finding, and the
// same number in the list to the text; arrow keys go from one to the next on either side.
import { appendText, element, groupDigits, isolated } from "./text.js";
import { severities, words } from "./words.js";

const inBaseline = /^in the baseline(?:: )?/;

/// What a finding or verdict that is accepted says of it, and a button that takes it back, if the baseline accepts it.
/// `takeBack`: called for that, or null if nothing can be.
export function acceptedParts({ suppressed, acceptedBefore }, takeBack) {
  const reason = suppressed.replace(inBaseline, "");
  const parts = [element("p", { class: "accepted-because" }, isolated(acceptedBefore ? words.acceptedBefore(reason) : words.acceptedBecause(reason)))];
  if (takeBack !== null && inBaseline.test(suppressed)) {
    const button = element("button", { type: "button", class: "quiet take-back" }, words.takeBack);
    button.addEventListener("click", takeBack);
    parts.push(element("p", { class: "actions" }, button));
  }
  return parts;
}

const mostShown = 200_000; // characters of a text: what a browser lays out at once

const rank = { error: 3, warning: 2, note: 1, accepted: 0 };
export const severityOf = (finding) => (finding.suppressed !== undefined ? "accepted" : finding.severity);

/// Bytes of UTF-8 → positions in the string, for ascending queries each O(distance).
function positionFinder(text) {
  let byte = 0;
  let at = 0;
  return (wanted) => {
    while (byte < wanted && at < text.length) {
      const code = text.codePointAt(at);
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      at += code < 0x10000 ? 1 : 2;
    }
    return at;
  };
}

/// `marks`: {begin, end, number} with bytes → the same with positions, those beyond the end of the text at its end.
function positioned(text, marks) {
  const bytes = [...new Set(marks.flatMap(({ begin, end }) => [begin, end]))].sort((a, b) => a - b);
  const find = positionFinder(text);
  const at = new Map(bytes.map((byte) => [byte, find(byte)]));
  return marks.map((mark) => ({ ...mark, begin: at.get(mark.begin), end: at.get(mark.end) }));
}

/// A sentence about a draft: what it quotes keeps its own direction.
function appendSentence(parent, text) {
  text.split(/(“[^”]*”)/).forEach((piece) => {
    if (piece.startsWith("“")) parent.append("“", isolated(piece.slice(1, -1)), "”");
    else appendText(parent, piece);
  });
  return parent;
}

function where(finding) {
  if (finding.page !== undefined) return words.pages(finding.page);
  if (finding.paragraph !== undefined) return words.paragraphs(finding.paragraph);
  return words.lineColumn(finding.line, finding.column);
}

/// The text with its marks. `findings` and `marks` have the same numbers, from 1.
function renderText(text, findings, marks) {
  const box = element("div", { class: "marked-text", tabindex: "0", role: "region", "aria-label": words.text });
  const shown = text.length > mostShown ? text.slice(0, mostShown) : text;
  const placed = positioned(text, marks).filter(({ begin }) => begin < shown.length || shown.length === text.length);
  const cuts = [...new Set([0, shown.length, ...placed.flatMap(({ begin, end }) => [begin, Math.min(end, shown.length)])])].sort((a, b) => a - b);
  cuts.forEach((from, index) => {
    for (const { number } of placed.filter(({ begin }) => begin === from)) {
      const finding = findings[number - 1];
      const marker = element("button", { type: "button", class: `marker ${severityOf(finding)}`, "aria-label": words.goToFinding(number, finding.message) }, String(number));
      marker.dataset.number = String(number);
      box.append(marker);
    }
    const to = cuts[index + 1];
    if (to === undefined) return;
    const over = placed.filter(({ begin, end }) => begin <= from && end >= to && end > begin);
    if (over.length === 0) {
      appendText(box, shown.slice(from, to), { lines: true });
      return;
    }
    const gravest = over.map(({ number }) => findings[number - 1]).sort((a, b) => rank[severityOf(b)] - rank[severityOf(a)])[0];
    const mark = element("mark", { class: severityOf(gravest) });
    mark.dataset.numbers = over.map(({ number }) => number).join(" ");
    appendText(mark, shown.slice(from, to), { lines: true });
    box.append(mark);
  });
  if (shown.length < text.length) box.append(element("p", { class: "note" }, words.textCut(groupDigits(text.length - shown.length))));
  return box;
}

function renderFinding(finding, number, hasMark, actions) {
  const severity = severityOf(finding);
  const item = element("li", { class: `finding ${severity}` });
  item.dataset.number = String(number);
  const head = element("p", { class: "finding-head" });
  const jump = element("button", { type: "button", class: `marker ${severity}`, "aria-label": `${words.inText}: ${number}`, disabled: !hasMark }, String(number));
  head.append(jump, " ", element("span", { class: `chip ${severity}` }, severities[finding.severity] ?? finding.severity), " ",
    element("span", { class: "rule" }, finding.rule), " ", element("span", { class: "place" }, where(finding)));
  item.append(head, appendSentence(element("p", { class: "message" }), finding.message));
  if (finding.fix) item.append(appendSentence(element("p", { class: "fix" }), finding.fix));
  if (finding.suppressed !== undefined) item.append(...acceptedParts(finding, actions && (() => actions.takeBack(finding, number))));
  else if (actions) {
    const button = element("button", { type: "button", class: "accept", "aria-label": `${words.accept} ${number}` }, words.accept);
    button.addEventListener("click", () => actions.accept(finding, number));
    item.append(element("p", { class: "actions" }, button));
  }
  return item;
}

/// Text and list side by side. `marks`: {number, begin, end}; `actions` {accept(finding, number), takeBack(finding,
/// number)} are called for a finding that somebody wants to accept or not any more, null if nothing can be.
export function renderFindings(text, findings, marks, actions) {
  const pane = element("div", { class: "findings-pane" });
  const textBox = renderText(text, findings, marks);
  const list = element("ol", { class: "findings" });
  const marked = new Set([...textBox.querySelectorAll(".marker")].map((marker) => marker.dataset.number));
  findings.forEach((finding, at) => list.append(renderFinding(finding, at + 1, marked.has(String(at + 1)), actions)));
  const aside = element("div", { class: "findings-list" });
  const open = findings.filter(({ suppressed }) => suppressed === undefined).length;
  aside.append(element("h2", {}, words.findingsCount(open, findings.length - open)));
  if (findings.length > 0) aside.append(list);
  pane.append(aside, textBox);

  const markerIn = (side, number) => side.querySelector(`.marker[data-number="${number}"], [data-number="${number}"] .marker`);
  const chosen = (number) => {
    for (const old of pane.querySelectorAll(".chosen")) old.classList.remove("chosen");
    list.querySelector(`[data-number="${number}"]`)?.classList.add("chosen");
    for (const mark of textBox.querySelectorAll("mark")) if (mark.dataset.numbers.split(" ").includes(String(number))) mark.classList.add("chosen");
  };
  const go = (marker) => {
    if (!marker || marker.disabled) return;
    chosen(marker.dataset.number ?? marker.closest("[data-number]").dataset.number);
    marker.scrollIntoView({ block: "nearest" });
    marker.focus();
  };
  pane.addEventListener("click", (event) => {
    const marker = event.target.closest(".marker");
    const mark = event.target.closest("mark");
    if (marker !== null && list.contains(marker)) go(markerIn(textBox, marker.closest("[data-number]").dataset.number));
    else if (marker !== null) go(markerIn(list, marker.dataset.number));
    else if (mark !== null && String(getSelection()) === "") go(markerIn(list, mark.dataset.numbers.split(" ")[0]));
  });
  pane.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList.contains("marker")) return;
    const side = list.contains(event.target) ? list : textBox;
    const markers = [...side.querySelectorAll(".marker:not(:disabled)")];
    const next = markers[markers.indexOf(event.target) + step];
    if (next) go(next);
    event.preventDefault();
  });
  return pane;
}
