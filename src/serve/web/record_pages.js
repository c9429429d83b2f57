// The pages of one family, with the tree of its versions, and of one document, with its text and what it is related to.
import { errorSentences, get } from "./api.js";
import { renderDiff } from "./diff_view.js";
import { address, goBack } from "./navigation.js";
import { findPassage, renderPassage } from "./passage_page.js";
import { renderStemma } from "./stemma.js";
import { appendText, countOf, element, formatPercent, groupDigits, isolated, pathElement } from "./text.js";
import { documentAddress, documentLink } from "./verdict.js";
import { dateWords, words } from "./words.js";

const mostText = 200_000; // characters
const mostSummaries = 50;

const failure = (error) => element("p", { class: "error", role: "alert" }, errorSentences(error));

/// The diff of two documents of the archive, as an element; what goes wrong is told in its place.
async function changesBetween(a, b) {
  try {
    const { diff, view } = await get("diff", { a, b });
    if (diff.changes.length === 0 && diff.moves.length === 0) return element("p", {}, words.noChanges);
    return renderDiff(view);
  } catch (error) {
    return failure(error);
  }
}

function similarities(pairs) {
  const known = new Map();
  for (const { a, b, similarity } of pairs) known.set(JSON.stringify([a, b]), similarity).set(JSON.stringify([b, a]), similarity);
  return (a, b) => known.get(JSON.stringify([a, b])) ?? null;
}

function renderFamily({ family, documents, pairs }) {
  const position = new Map(family.members.map(({ path }, at) => [path, at]));
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  const similarity = similarities(pairs);
  const members = family.members.map(({ path, date, parent, relation }) => ({
    path,
    date,
    parent: parent === null ? null : position.get(parent),
    relation,
    similarity: parent === null ? null : similarity(parent, path),
    title: titles.get(path) ?? null,
  }));
  const title = members[0].title ? isolated(members[0].title, {}, 300) : pathElement(members[0].path, {}, 300);
  const shown = element("article", {}, element("h1", { tabindex: "-1" }, title));
  const facts = [countOf(members.length, ...words.document)];
  const known = members.map(({ date }) => date).filter(Boolean).sort();
  if (known.length > 0) facts.push(words.versionsFrom(known[0], known.at(-1)));
  if (family.cohesion !== undefined) facts.push(words.cohesion(formatPercent(family.cohesion)));
  if (family.cohesion_at_most !== undefined) facts.push(words.cohesionAtMost(formatPercent(family.cohesion_at_most)));
  shown.append(element("p", { class: "facts" }, facts.join("; ")));
  const keep = position.get(family.keep) ?? null;
  if (keep !== null) shown.append(element("p", {}, `${words.keep}: `, documentLink(family.keep, titles.get(family.keep)), " ", titles.get(family.keep) ? pathElement(family.keep, { class: "path" }) : null));
  const lost = (family.lost ?? []).map((source) => ({ parent: source.parent === null ? null : position.get(source.parent), members: source.members.map((path) => position.get(path)) }));
  shown.append(renderStemma({
    members,
    keep,
    lost,
    label: words.versionsOf,
    linkOf: documentAddress,
    openChanges: (at) => changesBetween(members[members[at].parent].path, members[at].path),
  }));
  setTimeout(() => summarizeChanges(shown, members), 0); // when it is on the page
  return shown;
}

/// Puts a summary on the buttons of the first versions, one after the other, as long as the page is shown.
async function summarizeChanges(shown, members) {
  const edges = members.map(({ parent, relation }, at) => ({ parent, relation, at })).filter(({ parent, relation }) => parent !== null && relation !== "identical");
  for (const { parent, at } of edges.slice(0, mostSummaries)) {
    if (!shown.isConnected) return;
    try {
      const { summary } = await get("diff_summary", { a: members[parent].path, b: members[at].path });
      const button = shown.querySelector(`[data-member="${at}"] button[aria-expanded]`);
      if (button !== null) button.textContent = summary;
    } catch (error) {
      if (error.code !== "too-large") return;
    }
  }
}

function renderPairs(path, pairs) {
  const list = element("ul", { class: "pairs" });
  for (const pair of pairs) {
    const other = pair.a === path ? pair.b : pair.a;
    const item = element("li", {}, element("span", { class: `chip relation ${pair.relation}` }, words.relationTo(pair.relation, pair.a === path, formatPercent(pair.similarity))), " ", documentLink(other, null), " ");
    const button = element("button", { type: "button", class: "quiet", "aria-expanded": "false" }, words.changes);
    button.addEventListener("click", async () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!isOpen));
      if (isOpen) item.querySelector(".changes")?.remove();
      else item.append(element("div", { class: "changes" }, await changesBetween(pair.a, pair.b)));
    });
    item.append(button);
    list.append(item);
  }
  return list;
}

function renderDocument({ document: record, family, pairs, text }) {
  const shown = element("article", {}, element("h1", { tabindex: "-1" }, record.title ? isolated(record.title, {}, 300) : pathElement(record.path, {}, 300)));
  shown.append(element("p", { class: "path" }, pathElement(record.path)));
  const facts = [record.date === null ? words.noDate : dateWords(record.date), countOf(record.words, ...words.word)];
  if (record.encoding) facts.push(record.encoding);
  shown.append(element("p", { class: "facts" }, facts.join("; ")));
  if (family === null) shown.append(element("p", {}, words.alone));
  else shown.append(element("p", {}, element("a", { href: address("family", { path: record.path }) }, words.toFamily)));
  if (pairs.length > 0) shown.append(element("h2", {}, words.pairs), renderPairs(record.path, pairs));
  shown.append(element("h2", {}, words.textOfDocument));
  if (text === null) {
    shown.append(element("p", {}, words.noText));
  } else {
    shown.append(appendText(element("div", { class: "marked-text", tabindex: "0", role: "region", "aria-label": words.textOfDocument }), text.slice(0, mostText), { lines: true }));
    if (text.length > mostText) shown.append(element("p", { class: "note" }, words.textCut(groupDigits(text.length - mostText))));
  }
  return shown;
}

/// Shows what `load()` resolves to, an element with a heading. `list`: the page where such things are listed. Resolves
/// to the heading's text, "" where it failed.
async function showRecord(section, list, load) {
  section.replaceChildren(element("p", { class: "loading", role: "status" }, words.loading));
  const back = element("p", { class: "actions" }, element("button", { type: "button", class: "quiet back" }, `← ${words.back}`));
  back.firstElementChild.addEventListener("click", () => goBack(`#${list}`));
  let shown;
  try {
    shown = await load();
  } catch (error) {
    shown = failure(error);
  }
  section.replaceChildren(back, shown);
  const heading = section.querySelector("h1");
  heading?.focus({ preventScroll: true });
  return heading?.textContent ?? "";
}

/// By the name of a member; by id and generation, as addresses were before, too.
export const showFamily = (section, { path, id, generation }) =>
  showRecord(section, "families", async () => renderFamily(path ? await get("family", { path }) : await get(`families/${Number(id)}`, { generation })));
export const showDocument = (section, { path }) => showRecord(section, "documents", async () => renderDocument(await get("document", { path })));
export const showPassage = (section, { text, length }) => showRecord(section, "boilerplate", async () => renderPassage(await findPassage(text ?? "", length)));
