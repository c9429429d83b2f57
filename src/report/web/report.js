// The report page: which section is shown follows from the address (#overview, #families, #family=12, #boilerplate,
// #problems). Keys: / goes to the search, Esc from a family back to the list.
import { FamiliesSection } from "./families_section.js";
import { familySection } from "./family_section.js";
import { boilerplateSection, problemsSection } from "./other_sections.js";
import { overviewSection } from "./overview_section.js";
import { Store } from "./store.js";
import { themeSwitch } from "./text.js";

const main = document.getElementById("main");
const sections = new Map(); // made once
let reportStore = null;

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

function sectionOnce(name, make) {
  if (!sections.has(name)) sections.set(name, make());
  return sections.get(name);
}

function showRoute(isFirst) {
  const [name, argument] = location.hash.slice(1).split("=");
  let shown;
  if (name === "families") shown = sectionOnce(name, () => new FamiliesSection(openStore(), (id) => (location.hash = `#family=${id}`)));
  else if (name === "family") shown = familySection(openStore(), Number(argument));
  else if (name === "boilerplate") shown = sectionOnce(name, boilerplateSection);
  else if (name === "problems") shown = sectionOnce(name, problemsSection);
  else shown = sectionOnce("overview", overviewSection);
  main.replaceChildren(shown.element ?? shown);
  for (const link of document.querySelectorAll(".tabs a")) {
    const isHere = link.hash === `#${name === "family" ? "families" : name || "overview"}`;
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const title = main.querySelector("h1")?.textContent ?? "Report";
  document.title = `${title.slice(0, 100)} – nuskha report`;
  if (name === "families") {
    shown.shown();
    if (!isFirst) shown.list.element.focus({ preventScroll: true });
  } else if (!isFirst) {
    main.focus({ preventScroll: true });
  }
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
  } else if (event.key === "Escape" && location.hash.startsWith("#family=")) {
    location.hash = "#families";
  }
});
themeSwitch(document.getElementById("theme"));

// The script stands before the data of the families, which may be large: the overview is shown before it has come.
const isWhole = document.readyState !== "loading";
const needsAll = /^#(families|family|boilerplate|problems)/.test(location.hash);
if (isWhole || !needsAll) showRoute(true);
const start = () => {
  addEventListener("hashchange", () => showRoute(false));
  if (!isWhole && /^#(families|family|boilerplate|problems)/.test(location.hash)) showRoute(true);
  // Reading the families takes a moment: when the first section is on the screen.
  requestAnimationFrame(() => setTimeout(openStore, 0));
};
if (isWhole) start();
else addEventListener("DOMContentLoaded", start);
