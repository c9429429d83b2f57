// One family of the report: its tree of versions, what changed on each edge, and which copy to keep.
import { renderDiff } from "./diff_view.js";
import { renderStemma } from "./stemma.js";
import { appendText, countOf, element, formatPercent, isolated, pathElement, shellWord } from "./text.js";

/// What to do where the page holds no diff.
function diffCommand(before, after) {
  const command = appendText(element("code", { dir: "ltr", class: "command" }), `nuskha diff ${shellWord(before)} ${shellWord(after)}`);
  return element("div", {}, element("p", { class: "note" }, "This page doesn't hold this diff, being large or of many. To see it:"), command);
}

function familyFacts(family) {
  const facts = [countOf(family.size, "document", "documents")];
  if (family.first !== null) facts.push(family.first === family.last ? family.first : `${family.first} to ${family.last}`);
  if (family.cohesion !== null && family.cohesion < 1)
    facts.push(`alike: ${family.cohesionKnown ? "at least" : "down to"} ${formatPercent(family.cohesion)}`);
  return facts.join(" · ");
}

export function familySection(store, id) {
  const index = store.indexOfId(id);
  if (index < 0)
    return element("section", {}, element("h1", {}, "Family"), element("p", {}, "There is no family of this number on this page."), element("p", {}, element("a", { href: "#families" }, "All families")));
  const family = store.family(index);
  const section = element("section", { class: "family", "aria-labelledby": "family-title" });
  section.append(element("p", { class: "back" }, element("a", { href: "#families" }, "← Families")));
  section.append(element("h1", { id: "family-title" }, `Family ${family.id}`, family.title ? ": " : "", isolated(family.title, {}, 300)));
  section.append(element("p", { class: "facts" }, familyFacts(family)));
  if (family.keep !== null)
    section.append(element("p", { class: "proposal" }, element("span", { class: "chip keep" }, "keep"), " If only one is kept: ", pathElement(family.members[family.keep].path, { class: "path" })));
  if (!family.collated)
    section.append(element("p", { class: "note" }, "Too large to be compared word by word: each version hangs from the one it is most like."));
  section.append(element("h2", {}, "Versions"));
  const diffOf = (position) => store.diff(family.members[position].position);
  section.append(
    renderStemma({
      members: family.members,
      keep: family.keep,
      lost: family.lost,
      label: "Versions, each below the one it comes from",
      changesOf: diffOf,
      openChanges: (position) => {
        const member = family.members[position];
        const before = family.members[member.parent].path;
        const view = diffOf(position);
        if (view === null) return diffCommand(before, member.path);
        const sides = element("p", { class: "sides" }, element("span", { class: "chip removed" }, "removed from"), " ", pathElement(before), element("br"), element("span", { class: "chip added" }, "added in"), " ", pathElement(member.path));
        return element("div", {}, sides, renderDiff({ ...view, summary: "" }));
      },
    }),
  );
  return section;
}
