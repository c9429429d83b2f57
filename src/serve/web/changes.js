// The changes between a document of the archive and the draft, against the nearest and the newest version.
import { renderDiff } from "./diff_view.js";
import { element } from "./text.js";
import { documentLink } from "./verdict.js";
import { words } from "./words.js";

function renderMatch(match) {
  const part = element("div", {}, element("p", { class: "note" }, ...words.changesFrom(documentLink(match.of, match.document.title))));
  if (match.diff === undefined) part.append(element("p", {}, words.noDiff));
  else if (match.diff.changes.length === 0 && match.diff.moves.length === 0) part.append(element("p", {}, words.noChanges));
  else part.append(renderDiff(match.view));
  return part;
}

/// The section of one draft's changes; null if it is new. `matches` are its own.
export function renderChanges(matches) {
  if (matches.length === 0) return null;
  const section = element("section", { class: "changes-section", "aria-labelledby": "changes-title" });
  section.append(element("h2", { id: "changes-title" }, words.changes));
  const shown = element("div");
  if (matches.length > 1) {
    const choices = element("div", { class: "choices", role: "group", "aria-labelledby": "changes-title" });
    for (const match of matches) {
      const button = element("button", { type: "button", "aria-pressed": "false" }, match.role === "newest" ? words.againstNewest : words.againstNearest);
      button.addEventListener("click", () => {
        for (const other of choices.children) other.setAttribute("aria-pressed", String(other === button));
        shown.replaceChildren(renderMatch(match));
      });
      choices.append(button);
    }
    section.append(choices);
    choices.firstElementChild.setAttribute("aria-pressed", "true");
  }
  shown.append(renderMatch(matches[0]));
  section.append(shown);
  return section;
}
