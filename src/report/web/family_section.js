// One family of the report: its tree of versions, what changed on each edge, and which copy to keep.
import { renderDiff } from "./diff_view.js";
import { renderStemma } from "./stemma.js";
import { appendText, countOf, element, formatPercent, groupDigits, isolated, pathElement, shellWord } from "./text.js";

/// A line for a shell, to be copied.
export function commandLine(command, ...paths) {
  return appendText(element("code", { dir: "ltr", class: "command" }), [command, ...paths.map(shellWord)].join(" "));
}

/// What to do where the page holds no diff.
function diffCommand(before, after) {
  return element("div", {}, element("p", { class: "note" }, "This page doesn't hold this diff, being large or of many. To see it:"), commandLine("nuskha diff", before, after));
}

function familyFacts(family) {
  const facts = [countOf(family.size, "document", "documents")];
  if (family.first !== null) facts.push(family.first === family.last ? family.first : `${family.first} to ${family.last}`);
  if (family.cohesion !== null && family.cohesion < 1)
    facts.push(`alike: ${family.cohesionKnown ? "at least" : "down to"} ${formatPercent(family.cohesion)}`);
  return facts.join(" · ");
}

/// The members that are the same text as the one at `position`, itself included.
function equalTo(members, position) {
  const textOf = (at) => {
    while (members[at].relation === "identical" || members[at].relation === "same-text") at = members[at].parent;
    return at;
  };
  const text = textOf(position);
  return members.filter((_, at) => textOf(at) === text);
}

/// Why a copy is the one to keep, in a sentence (docs/algorithm.md, "Which copy to keep").
function whyKept({ members, keep, last }) {
  const equal = equalTo(members, keep);
  const newest = equal.map(({ date }) => date).filter(Boolean).sort().at(-1) ?? null;
  const reasons = [];
  if (equal.length === members.length) reasons.push("All are the same text.");
  else if (newest === null) reasons.push("No version has a date, so it is the one with most words.");
  else reasons.push(newest === last ? `It is the newest version (${newest}).` : `It is the newest version (${newest}) that is no excerpt of another.`);
  if (equal.length > 1) reasons.push(`Of ${groupDigits(equal.length)} equal copies it is the one whose folder and name don't say that it was put aside; then the newest, then the one that is encoded best.`);
  return reasons.join(" ");
}

function proposal(family, showMember) {
  const link = element("a", { href: "#" }, pathElement(family.members[family.keep].path, { class: "path" }));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    showMember(family.keep);
  });
  return element("p", { class: "proposal" }, element("span", { class: "chip keep" }, "keep"), " If only one is kept: ", link, element("br"), element("span", { class: "why" }, whyKept(family)));
}

/// Back to the list, and to the families beside this one in it.
function familyNavigation({ place, before, after, count, listAddress }) {
  const steps = element("p", { class: "back" }, element("a", { href: listAddress }, "← Families"));
  if (place === 0) return steps;
  const step = (id, text) => (id === null ? element("span", { class: "none" }, text) : element("a", { href: `#family=${id}` }, text));
  steps.append(element("span", { class: "steps" }, step(before, "Previous"), ` ${groupDigits(place)} of ${groupDigits(count)} `, step(after, "Next")));
  return steps;
}

/// `list`: the section of families, whose order Previous and Next follow.
export function familySection(store, id, list) {
  const index = store.indexOfId(id);
  if (index < 0)
    return element("section", {}, element("h1", {}, "Family"), element("p", {}, "There is no family of this number on this page."), element("p", {}, element("a", { href: "#families" }, "All families")));
  const family = store.family(index);
  const section = element("section", { class: "family", "aria-labelledby": "family-title" });
  section.append(familyNavigation({ ...list.neighbours(id), count: list.found.length, listAddress: list.filters.address() }));
  section.append(element("h1", { id: "family-title" }, `Family ${family.id}`, family.title ? ": " : "", isolated(family.title, {}, 300)));
  section.append(element("p", { class: "facts" }, familyFacts(family)));
  const diffOf = (position) => store.diff(family.members[position].position);
  const stemma = renderStemma({
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
  });
  if (family.keep !== null) section.append(proposal(family, stemma.showMember));
  if (!family.collated)
    section.append(element("p", { class: "note" }, "Too large to be compared word by word: each version hangs from the one it is most like."));
  section.append(element("h2", {}, "Versions"), stemma);
  return section;
}
