// Boilerplate with its wordings along time, and problems.
import { timeBar } from "./charts.js";
import { readBoilerplate, readProblems } from "./store.js";
import { appendText, countOf, element, foldText, groupDigits, isolated, pathElement } from "./text.js";

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

function variantItem(variant, span, newest) {
  const item = element("li", { class: "variant" });
  const head = element("p", { class: "row-meta" }, element("span", { class: "size" }, countOf(variant.documents, "document", "documents")));
  if (variant.first !== null) {
    head.append(element("span", {}, variant.first === variant.last ? variant.first : `${variant.first} – ${variant.last}`));
    if (variant.last === newest) head.append(element("span", { class: "chip keep" }, "used last"));
    item.append(head, timeBar(variant.first, variant.last, span[0], span[1]));
  } else {
    head.append(element("span", {}, "no date"));
    item.append(head);
  }
  const isLong = variant.text.length > 600 || variant.text.split("\n").length > 9;
  const text = element("blockquote", isLong ? { dir: "auto", class: "long", tabindex: "0" } : { dir: "auto" });
  appendText(text, variant.text, { lines: true });
  if (variant.cut) text.append(element("span", { class: "gap" }, ` … ${countOf(variant.cut, "byte", "bytes")} more`));
  if (variant.text === "") text.append(element("em", {}, "could not be read again"));
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
  const newest = many > 1 ? dateSpanOf(passage.variants)[1] : null;
  const heading = `${countOf(passage.documents, "document", "documents")}, ${countOf(many, "wording", "wordings")}${passage.within_document ? ", repeated within each" : ""}`;
  return element(
    "li",
    { class: "passage" },
    element("h2", {}, `Passage ${passage.id}: ${heading}`),
    ...inSteps(element("ol", { class: "variants" }), many, variantsAtOnce, (i) => variantItem(passage.variants[i], span, newest)),
  );
}

export function boilerplateSection() {
  const data = readBoilerplate();
  const section = element("section", { "aria-labelledby": "boilerplate-title" }, element("h1", { id: "boilerplate-title" }, "Boilerplate"));
  section.append(element("p", { class: "note" }, "Passages that recur in documents whose bodies differ, such as footers, with each wording and when it was used."));
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

export function problemsSection() {
  const data = readProblems();
  const section = element("section", { "aria-labelledby": "problems-title" }, element("h1", { id: "problems-title" }, "Problems"));
  if (data.records.length === 0) {
    section.append(element("p", {}, "Every file could be read."));
    return section;
  }
  const byCode = new Map();
  for (const problem of data.records) byCode.set(problem.code, [...(byCode.get(problem.code) ?? []), problem]);
  for (const [code, problems] of byCode) {
    const make = (i) => element("li", {}, pathElement(problems[i].path, { class: "path" }), element("span", { class: "message" }, isolated(problems[i].message)));
    section.append(element("h2", {}, `${code}, ${groupDigits(problems.length)}`), ...inSteps(element("ul", { class: "problems" }), problems.length, problemsAtOnce, make));
  }
  if (data.left_out > 0) section.append(element("p", { class: "note" }, `${groupDigits(data.left_out)} more are not on this page: --format jsonl lists all.`));
  return section;
}
