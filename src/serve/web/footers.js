// Which wording of a footer, or of another recurring passage, a draft has: the current one, or one that is out of use,
// with the current one to copy.
import { appendText, countOf, element } from "./text.js";
import { words } from "./words.js";

const documents = (variant) => countOf(variant.documents, ...words.document);

/// A passage as it is written, and a button that copies it.
function passage(text) {
  const box = element("blockquote", { dir: "auto", class: "passage" });
  appendText(box, text, { lines: true });
  return box;
}

/// Copies `text`; where the browser doesn't let it (an address that isn't this machine's), selects it in `box`.
async function copy(text, box, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = words.copied;
  } catch {
    getSelection().selectAllChildren(box);
    said.textContent = words.copyFailed;
  }
}

function renderFooter({ boilerplate, held, current }) {
  const isCurrent = held === current;
  const has = boilerplate.variants[held];
  const now = boilerplate.variants[current];
  const item = element("li", { class: `footer ${isCurrent ? "current" : "outdated"}` });
  item.append(element("p", {}, element("span", { class: `chip ${isCurrent ? "current" : "warning"}` }, isCurrent ? words.isCurrent : words.isOutdated), " ",
    isCurrent ? words.currentSince(now.first, now.last, documents(now)) : words.heldUsed(has.first, has.last, documents(has))));
  item.append(passage(has.text));
  if (isCurrent) return item;
  const box = passage(now.text);
  const said = element("span", { role: "status", class: "aside" });
  const button = element("button", { type: "button", class: "copy" }, words.copy);
  button.addEventListener("click", () => copy(now.text, box, said));
  item.append(element("h3", {}, `${words.currentWording} (${words.currentSince(now.first, now.last, documents(now))})`), box, element("p", { class: "actions" }, button, " ", said));
  return item;
}

/// The recurring passages of one draft, the outdated ones first; null if it has none.
export function renderFooters(held) {
  if (held.length === 0) return null;
  const section = element("section", { class: "footers", "aria-labelledby": "footers-title" });
  section.append(element("h2", { id: "footers-title" }, words.boilerplate));
  const list = element("ul", { class: "footer-list" });
  const outdatedFirst = [...held].sort((a, b) => Number(a.held === a.current) - Number(b.held === b.current));
  list.append(...outdatedFirst.map(renderFooter));
  section.append(list);
  return section;
}
