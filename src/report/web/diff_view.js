// A diff as lines with what was removed and added marked up as such. Takes what `append_diff_lines` (src/report/
// diff_view.h) writes. Shared by the report and the desk.
import { appendText, countOf, element, groupDigits } from "./text.js";

function appendRun(parent, run) {
  if (typeof run === "string") {
    appendText(parent, run);
  } else if (typeof run === "number") {
    parent.append(element("span", { class: "gap", title: countOf(run, "character", "characters") + " left out" }, " … "));
  } else if (Array.isArray(run)) {
    const [mark, text, kind, left] = run;
    const marked = element(mark < 0 ? "del" : "ins", { dir: "auto", title: kind || null });
    appendText(marked, text);
    if (left) marked.append(element("span", { class: "gap" }, ` … ${countOf(left, "character", "characters")} more`));
    parent.append(marked);
    if (kind) parent.append(element("small", { class: "kind", dir: "ltr" }, kind));
  } else {
    const address = element("bdi", { dir: "ltr" });
    for (const inner of run.ltr) appendRun(address, inner);
    parent.append(address);
  }
}

function renderLine(line) {
  if (typeof line === "number")
    return element("p", { class: "gap" }, countOf(line, "line", "lines") + " without a change");
  const { runs, rtl } = Array.isArray(line) ? { runs: line, rtl: false } : line;
  const hasChange = runs.some((run) => typeof run === "object");
  const paragraph = element("p", { dir: rtl ? "rtl" : "auto", class: hasChange ? "changed" : null });
  for (const run of runs) appendRun(paragraph, run);
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
