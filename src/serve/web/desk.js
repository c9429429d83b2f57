// The desk: what its address shows, and what all its pages have in common. The address is #PAGE?PARAMETERS.
import { errorSentences, get, onUnauthorized } from "./api.js";
import { showList } from "./browse.js";
import { CheckPage } from "./check_page.js";
import { askForToken } from "./dialogs.js";
import { arrive, replaceAddress } from "./navigation.js";
import { showDocument, showFamily, showPassage } from "./record_pages.js";
import { countOf, cutText, themeSwitch } from "./text.js";
import { words } from "./words.js";

const lists = ["families", "documents", "boilerplate"];
const records = { family: showFamily, document: showDocument, passage: showPassage };
const tabOf = { family: "families", document: "documents", passage: "boilerplate" };

const checkSection = document.getElementById("check");
const browseSection = document.getElementById("browse");
let archive = null;
// What is known of the archive is asked for again when an answer is of another state of it.
const onState = (generation) => {
  if (generation !== archive?.generation) loadArchive();
};
const checkPage = new CheckPage({ onChecked: ({ generation }) => onState(generation) });

async function loadArchive() {
  const note = document.getElementById("archive");
  try {
    archive = await get("archive");
    checkPage.setLimits(archive);
    note.className = "note";
    note.textContent = words.against(cutText(archive.name, 100), countOf(archive.documents, ...words.document), countOf(archive.families, ...words.family));
  } catch (error) {
    note.className = "error";
    note.textContent = errorSentences(error);
  }
}

// Characters that would turn the title around, or can't be seen there.
const unfitForTitle = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
function setTitle(...parts) {
  document.title = words.page(...parts.map((part) => cutText(part, 80).replace(unfitForTitle, " ")), archive?.name);
}

let numShown = 0; // pages; of one that comes late nothing is said any more

async function showAddress() {
  const [, name, query] = /^#?([^?]*)\??(.*)$/.exec(location.hash);
  const page = lists.includes(name) || name in records ? name : "check";
  const { place } = arrive();
  if (page === "check" && name !== "" && name !== "check") replaceAddress("#check");
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const tab = tabOf[page] ?? page;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.hash === `#${tab}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const number = ++numShown;
  scrollTo(0, 0);
  checkSection.hidden = page !== "check";
  browseSection.hidden = page === "check";
  setTitle(words.lists[tab] ?? words.checkTitle);
  if (lists.includes(page)) {
    showList(browseSection, page, parameters, { archive, place, onState });
  } else if (page !== "check") {
    const heading = await records[page](browseSection, parameters);
    if (number === numShown && heading !== "") setTitle(heading, words.lists[tab]);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const isWriting = event.target.closest("input, textarea, select");
  if (event.key === "/" && !isWriting) {
    const search = browseSection.querySelector("input[name=q]");
    if (search === null || browseSection.hidden) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && !isWriting && !browseSection.hidden && browseSection.querySelector(".back")) {
    browseSection.querySelector(".back").click();
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
