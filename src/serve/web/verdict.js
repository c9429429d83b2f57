// The verdict of a draft in plain words: what it is a copy or version of, which version is the newest, how it differs.
import { acceptedParts } from "./findings.js";
import { element, formatPercent, isolated, pathElement } from "./text.js";
import { equalAt, isNewest, newestVersion, otherVerdict, verdictSentences } from "./words.js";

/// The address of a document's page.
export const documentAddress = (path) => `#document?${new URLSearchParams({ path })}`;

/// The name of a document of the archive as a link to it: its title if it has one, and its path.
export function documentLink(path, title) {
  const link = element("a", { href: documentAddress(path), class: "document-link" });
  link.append(title ? isolated(title, {}, 200) : pathElement(path, {}, 200));
  if (title) link.title = path;
  return link;
}

/// Path → record, of the documents that a check's answer tells of.
export const documentsOf = (answer) => new Map(answer.matches.map(({ of, document }) => [of, document]));

function verdictLine(verdict, documents) {
  const of = verdict.of === null ? null : documentLink(verdict.of, documents.get(verdict.of)?.title);
  const make = verdictSentences[verdict.verdict];
  const date = documents.get(verdict.of)?.date ?? null;
  return make ? make(of, date) : otherVerdict(verdict.verdict, of, date);
}

/// The verdict's card, with a heading that says it all. `takeBack`: called if it isn't to be accepted any more, or null.
export function renderVerdict(verdict, documents, buttons, takeBack = null) {
  const kind = verdict.suppressed !== undefined ? "accepted" : verdict.severity ?? "none";
  const card = element("article", { class: `verdict ${kind}`, "aria-labelledby": "verdict-title" });
  card.append(element("h2", { id: "verdict-title", tabindex: "-1" }, ...verdictLine(verdict, documents)));
  if (verdict.of === null) return card;
  if (verdict.newest !== verdict.of) {
    const newest = documents.get(verdict.newest);
    card.append(element("p", { class: "newest" }, ...newestVersion(documentLink(verdict.newest, newest?.title), newest?.date ?? null)));
  } else if (!["template", "shared-passage"].includes(verdict.verdict)) {
    card.append(element("p", { class: "newest" }, isNewest));
  }
  const facts = [];
  if (verdict.level) facts.push(equalAt[verdict.level] ?? verdict.level);
  if (verdict.change_summary) facts.push(verdict.change_summary);
  else if (!verdict.level) facts.push(`${formatPercent(verdict.similarity)} of the words in common`);
  card.append(element("p", { class: "facts" }, facts.join("; ")));
  card.append(element("p", { class: "path" }, pathElement(verdict.of)));
  if (verdict.suppressed !== undefined)
    card.append(...acceptedParts(verdict, takeBack));
  else if (buttons.length > 0) card.append(element("p", { class: "actions" }, ...buttons));
  return card;
}
