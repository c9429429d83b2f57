// The page of one passage of boilerplate: its wordings along time, each with what differs from the one before. Its
// address holds the beginning of the passage, which stays when the archive changes.
import { get } from "./api.js";
import { timeBar } from "./charts.js";
import { renderDiff } from "./diff_view.js";
import { address } from "./navigation.js";
import { appendText, countOf, cutText, element, isolated, languageOf } from "./text.js";
import { alongTime, wordDiff } from "./word_diff.js";
import { dateWords, words } from "./words.js";

const longestBeginning = 120; // characters
const mostFound = 500;
const mostShown = 20_000; // characters of a wording

const beginningOf = ({ variants }) => [...variants[0].text].slice(0, longestBeginning).join("");
export const passageAddress = (passage) => address("passage", { text: beginningOf(passage), length: passage.variants[0].text.length });

/// The passage that has a wording that begins so and, where several do, is of that length (a string), or else the
/// shortest; null if there is none.
export async function findPassage(text, length) {
  if (!text) return null;
  const { boilerplate } = await get("boilerplate", { q: text, limit: mostFound });
  const distance = (variant, at) => (String(variant.text.length) === length ? 0 : variant.text.length) + (at === 0 ? 0 : 0.5);
  const found = boilerplate.flatMap((passage) => passage.variants.map((variant, at) => ({ passage, variant, far: distance(variant, at) }))).filter(({ variant }) => variant.text.startsWith(text));
  return found.sort((a, b) => a.far - b.far)[0]?.passage ?? null;
}

function renderVariant(variant, before, span) {
  const period = variant.first === null ? words.noDate : variant.first === variant.last ? dateWords(variant.first) : `${dateWords(variant.first)} – ${dateWords(variant.last)}`;
  const head = element("h2", {}, `${period}, ${countOf(variant.documents, ...words.document)}`);
  const box = element("blockquote", { class: "passage", dir: "auto", lang: languageOf(variant.text) });
  const lines = before === null ? null : wordDiff(before.text, variant.text);
  if (lines === null) appendText(box, cutText(variant.text, mostShown), { lines: true });
  else box.append(renderDiff({ summary: "", lines }));
  const parts = [head, box];
  if (variant.first !== null && variant.last === span[1]) head.append(" ", element("span", { class: "chip keep" }, words.lastWording));
  if (lines !== null) parts.splice(1, 0, element("p", { class: "note" }, words.differs));
  if (variant.first !== null) parts.splice(1, 0, timeBar(variant.first, variant.last, ...span));
  return parts;
}

/// `boilerplate`: what findPassage gave.
export function renderPassage(boilerplate) {
  if (boilerplate === null) return element("p", { class: "error", role: "alert" }, words.noPassage);
  const shown = element("article", { class: "passage-detail", "aria-labelledby": "passage-title" });
  const facts = [countOf(boilerplate.documents, ...words.document), countOf(boilerplate.variants.length, ...words.wording)];
  const title = element("h1", { id: "passage-title", tabindex: "-1" }, isolated(boilerplate.variants[0].text.replace(/\s+/g, " "), {}, 80));
  shown.append(title, element("p", { class: "facts" }, facts.join("; ")));
  const dates = boilerplate.variants.flatMap(({ first, last }) => (first === null ? [] : [first, last])).sort();
  const ordered = alongTime(boilerplate.variants);
  ordered.forEach((variant, at) => shown.append(...renderVariant(variant, ordered[at - 1] ?? null, [dates[0], dates.at(-1)])));
  return shown;
}
