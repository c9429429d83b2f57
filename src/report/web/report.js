// The report page: which section is shown follows from the address (#overview, #families, #family=12, #relations,
// #pair=3, #boilerplate, #problems), with the filters of a list behind a "?". Keys: / goes to the search, Esc from a
// family or a pair back to the list.
import { FamiliesSection } from "./families_section.js";
import { familySection } from "./family_section.js";
import { boilerplateSection, problemsSection } from "./other_sections.js";
import { overviewSection } from "./overview_section.js";
import { PairStore } from "./pair_store.js";
import { RelationsSection, pairSection } from "./relations_section.js";
import { Store, readOverview } from "./store.js";
import { themeSwitch } from "./text.js";

const main = document.getElementById("main");
const sections = new Map(); // made once
const tabOf = { "": "overview", family: "families", pair: "relations" };
let reportStore = null;
let pairStore = null;

function openStore() {
  if (reportStore === null) {
    reportStore = new Store();
    const prepare = (idle) => {
      if (!reportStore.prepareSearch(performance.now() + Math.max(4, idle?.timeRemaining?.() ?? 8))) later(prepare);
      else later(() => reportStore.rankTitles());
    };
    const later = (work) => ("requestIdleCallback" in window ? requestIdleCallback(work) : setTimeout(work, 0));
    later(prepare);
  }
  return reportStore;
}

const openPairs = () => (pairStore ??= new PairStore());

function sectionOnce(name, make) {
  if (!sections.has(name)) sections.set(name, make());
  return sections.get(name);
}

const goTo = (address) => (location.hash = address);
const familiesOnce = () => sectionOnce("families", () => new FamiliesSection(openStore(), (id) => goTo(`#family=${id}`)));
const relationsOnce = () => sectionOnce("relations", () => new RelationsSection(openPairs(), (id) => goTo(`#pair=${id}`)));

/// "#families?text=x" → {name, id, query}; without a "?", `query` is null.
function parseAddress() {
  const [, name, id, query] = /^#?([a-z]*)(?:=(\d+))?(?:\?(.*))?/.exec(location.hash);
  return { name, id: Number(id ?? 0), query: query ?? null };
}

function sectionOf({ name, id }) {
  if (name === "families") return familiesOnce();
  if (name === "relations") return relationsOnce();
  if (name === "family") {
    familiesOnce().choose(id);
    return familySection(openStore(), id, familiesOnce());
  }
  if (name === "pair") return pairSection(openPairs(), id, sections.get("relations")?.filters.address() ?? "#relations");
  if (name === "boilerplate") return sectionOnce(name, boilerplateSection);
  if (name === "problems") return sectionOnce(name, problemsSection);
  return sectionOnce("overview", overviewSection);
}

function showTitle() {
  const title = main.querySelector("h1")?.textContent ?? "Report";
  const of = readOverview().about.paths.join(", ");
  document.title = [title.slice(0, 100), of.slice(0, 100), "nuskha report"].filter(Boolean).join(" – ");
}

function showRoute(isFirst) {
  const address = parseAddress();
  const shown = sectionOf(address);
  main.replaceChildren(shown.element ?? shown);
  for (const link of document.querySelectorAll(".tabs a")) {
    const isHere = link.hash === `#${tabOf[address.name] ?? address.name}`;
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  showTitle();
  shown.shown?.(address.query);
  if (!isFirst) (shown.list?.element ?? main).focus({ preventScroll: true });
  if (!isFirst) scrollTo(0, 0);
  performance.mark("section-shown");
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "/" && !isTyping) {
    const search = main.querySelector("input[type=search]");
    if (search === null) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && /^#(family|pair)=/.test(location.hash)) {
    goTo(main.querySelector(".back a")?.hash ?? "#families");
  }
});
themeSwitch(document.getElementById("theme"));
// Its address would be taken for a section's.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

// The script stands before the data of the families, which may be large: the overview is shown before it has come.
const isWhole = document.readyState !== "loading";
const needsAll = () => /^#(famil|relations|pair|boilerplate|problems)/.test(location.hash);
if (isWhole || !needsAll()) showRoute(true);
const start = () => {
  addEventListener("hashchange", () => showRoute(false));
  if (!isWhole && needsAll()) showRoute(true);
  // Reading the families takes a moment: when the first section is on the screen.
  requestAnimationFrame(() => setTimeout(openStore, 0));
};
if (isWhole) start();
else addEventListener("DOMContentLoaded", start);
