// Boilerplate with its wordings along time, and problems.
import { timeBar } from "./charts.js";
import { renderDiff } from "./diff_view.js";
import { readBoilerplate, readProblems } from "./store.js";
import { appendText, countOf, element, foldText, groupDigits, isolated, languageOf, pathElement } from "./text.js";
import { alongTime, wordDiff } from "./word_diff.js";

const passagesAtOnce = 50;
const variantsAtOnce = 8;
const problemsAtOnce = 200;

/// Puts what `make(i)` gives for 0 … count − 1 into `list`, a few at a time; a button shows more.
function inSteps(list, count, step, make) {
  const more = element("button", { type: "button", class: "more" });
  let shown = 0;
  const show = () => {
    for (const end = Math.min(count, shown + step); shown < end; ++shown) list.append(make(shown));
    more.hidden = shown >= count;
    more.textContent = `Show more: ${groupDigits(count - shown)} left`;
  };
  more.addEventListener("click", show);
  show();
  return [list, more];
}

/// The text of a wording; where it is like the one before it, with what differs from that marked.
function variantText(variant, before) {
  const isLong = variant.text.length > 600 || variant.text.split("\n").length > 9;
  const text = element("blockquote", { dir: "auto", lang: languageOf(variant.text), ...(isLong ? { class: "long", tabindex: "0" } : {}) });
  const lines = before === null || variant.text === "" || before.text === "" ? null : wordDiff(before.text, variant.text);
  if (lines === null) appendText(text, variant.text, { lines: true });
  else text.append(renderDiff({ summary: "", lines }));
  if (variant.cut) text.append(element("span", { class: "gap" }, ` … ${countOf(variant.cut, "byte", "bytes")} more`));
  if (variant.text === "") text.append(element("em", {}, "could not be read again"));
  return { text, isMarked: lines !== null };
}

function variantItem(variant, before, span, newest) {
  const item = element("li", { class: "variant" });
  const head = element("p", { class: "row-meta" }, element("span", { class: "size" }, countOf(variant.documents, "document", "documents")));
  item.append(head);
  if (variant.first !== null) {
    head.append(element("span", {}, variant.first === variant.last ? variant.first : `${variant.first} – ${variant.last}`));
    if (variant.last === newest) head.append(element("span", { class: "chip keep" }, "used last"));
    item.append(timeBar(variant.first, variant.last, span[0], span[1]));
  } else {
    head.append(element("span", {}, "no date"));
  }
  const { text, isMarked } = variantText(variant, before);
  if (isMarked) head.append(element("span", {}, "marked: what differs from the wording before"));
  item.append(text);
  return item;
}

/// The first and the last date of variants; undefined if none has one.
function dateSpanOf(variants) {
  const dates = variants.flatMap((variant) => (variant.first === null ? [] : [variant.first, variant.last])).sort();
  return [dates[0], dates.at(-1)];
}

function passageItem(passage, span) {
  const many = passage.variants.length;
  const variants = alongTime(passage.variants);
  const newest = many > 1 ? dateSpanOf(passage.variants)[1] : null;
  const heading = `${countOf(passage.documents, "document", "documents")}, ${countOf(many, "wording", "wordings")}${passage.within_document ? ", repeated within each" : ""}`;
  return element(
    "li",
    { class: "passage" },
    element("h2", {}, `Passage ${passage.id}: ${heading}`),
    ...inSteps(element("ol", { class: "variants" }), many, variantsAtOnce, (i) => variantItem(variants[i], variants[i - 1] ?? null, span, newest)),
  );
}

export function boilerplateSection() {
  const data = readBoilerplate();
  const section = element("section", { "aria-labelledby": "boilerplate-title" }, element("h1", { id: "boilerplate-title" }, "Boilerplate"));
  section.append(element("p", { class: "note" }, "Passages that recur in documents whose bodies differ, such as footers, with each wording in the order in which it came into use."));
  if (data.records.length === 0 && data.left_out === 0) {
    section.append(element("p", {}, "No passage recurs."));
    return section;
  }
  const span = dateSpanOf(data.records.flatMap((passage) => passage.variants));
  if (span[0] !== undefined) section.append(element("p", { class: "note" }, `The bars go from ${span[0]} to ${span[1]}.`));
  const search = element("input", { type: "search", dir: "auto", autocomplete: "off", spellcheck: "false", placeholder: "Words of a passage" });
  const status = element("p", { class: "status", role: "status", "aria-live": "polite" });
  const results = element("div");
  const texts = data.records.map((passage) => foldText(passage.variants.map((variant) => variant.text).join("\n")));
  const update = () => {
    const words = foldText(search.value).split(/\s+/).filter((word) => word !== "");
    const found = data.records.filter((_, i) => words.every((word) => texts[i].includes(word)));
    let text = words.length === 0 ? countOf(found.length, "passage", "passages") : `${groupDigits(found.length)} of ${countOf(data.records.length, "passage", "passages")}`;
    if (data.left_out > 0) text += `. ${groupDigits(data.left_out)} more are not on this page: nuskha boilerplate lists all`;
    status.textContent = text;
    results.replaceChildren(...inSteps(element("ol", { class: "passages" }), found.length, passagesAtOnce, (i) => passageItem(found[i], span)));
  };
  search.addEventListener("input", update);
  update();
  section.append(element("form", { class: "filters", role: "search", "aria-label": "Boilerplate" }, element("label", {}, element("span", {}, "Search"), search)), status, results);
  section.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  return section;
}

// What the codes of docs/report_format.md mean, as headings.
const problemKinds = {
  unreadable: "Could not be opened or read",
  "special-file": "No files that can be read",
  disappeared: "Gone while the scan went on",
  changed: "Changed while the scan went on",
  binary: "Of no format that nuskha reads",
  unsupported: "Of a format that this build can't read",
  encrypted: "Locked with a password",
  "invalid-utf8": "UTF-8 with bytes that aren't",
  undecodable: "In an encoding that could not be made out",
  malformed: "Damaged",
  "too-large": "Too large",
  "too-deep": "Packed too deep",
  "too-many": "Containers with too many members",
  "timed-out": "Took too long to read",
  "no-text": "Without text",
};

export function problemsSection() {
  const data = readProblems();
  const section = element("section", { "aria-labelledby": "problems-title" }, element("h1", { id: "problems-title" }, "Problems"));
  if (data.records.length === 0 && data.left_out === 0) {
    section.append(element("p", {}, "Every file could be read."));
    return section;
  }
  const byCode = new Map();
  for (const problem of data.records) {
    if (!byCode.has(problem.code)) byCode.set(problem.code, []);
    byCode.get(problem.code).push(problem);
  }
  for (const [code, problems] of byCode) {
    const make = (i) => element("li", {}, pathElement(problems[i].path, { class: "path" }), element("span", { class: "message" }, isolated(problems[i].message)));
    const heading = element("h2", {}, `${problemKinds[code] ?? code}: ${groupDigits(problems.length)} `, element("code", { class: "code" }, code));
    section.append(heading, ...inSteps(element("ul", { class: "problems" }), problems.length, problemsAtOnce, make));
  }
  if (data.left_out > 0) section.append(element("p", { class: "note" }, `${groupDigits(data.left_out)} more are not on this page: --format jsonl lists all.`));
  return section;
}
