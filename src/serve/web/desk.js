// The desk: what its address shows, and what all its pages have in common. The address is #PAGE?PARAMETERS.
import { get, onUnauthorized } from "./api.js";
import { renderPassage, showList } from "./browse.js";
import { CheckPage } from "./check_page.js";
import { askForToken } from "./dialogs.js";
import { showDocument, showFamily } from "./record_pages.js";
import { countOf, cutText, themeSwitch } from "./text.js";
import { words } from "./words.js";

const lists = ["families", "documents", "boilerplate"];
const tabOf = { family: "families", document: "documents" };

const checkSection = document.getElementById("check");
const browseSection = document.getElementById("browse");
const checkPage = new CheckPage();
let archive = null;

async function loadArchive() {
  const note = document.getElementById("archive");
  try {
    archive = await get("archive");
    checkPage.setLimits(archive);
    document.title = words.page(archive.name);
    note.className = "note";
    note.textContent = words.against(cutText(archive.name, 100), countOf(archive.documents, ...words.document), countOf(archive.families, ...words.family));
  } catch (error) {
    note.className = "error";
    note.textContent = [error.message, error.detail].filter(Boolean).join(" ");
  }
}

function openPassage(boilerplate) {
  browseSection.querySelector(".passage-detail")?.remove();
  const shown = renderPassage(boilerplate);
  browseSection.append(shown);
  shown.scrollIntoView({ block: "nearest" });
  shown.focus({ preventScroll: true });
}

function showAddress() {
  const [, name, query] = /^#?([^?]*)\??(.*)$/.exec(location.hash);
  const page = name || "check";
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const tab = tabOf[page] ?? page;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.hash === `#${tab}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const isBrowsing = lists.includes(page) || page in tabOf;
  scrollTo(0, 0);
  checkSection.hidden = isBrowsing;
  browseSection.hidden = !isBrowsing;
  if (page === "family") showFamily(browseSection, parameters);
  else if (page === "document") showDocument(browseSection, parameters);
  else if (isBrowsing) showList(browseSection, page, parameters, archive, openPassage);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const isWriting = event.target.closest("input, textarea, select");
  if (event.key === "/" && !isWriting) {
    const search = browseSection.querySelector("input[name=q]");
    if (search === null || browseSection.hidden) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && !isWriting && browseSection.querySelector(".back")) {
    history.back();
  }
});

// Its address would be taken for a page's.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
themeSwitch(document.getElementById("theme"));
onUnauthorized(askForToken);
addEventListener("hashchange", showAddress);
await loadArchive();
showAddress();
