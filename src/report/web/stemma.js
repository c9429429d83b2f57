// A family as the tree of its versions: which comes from which, how, and which copy to keep. An ARIA tree: Up and Down
// go through the rows, Left to the parent, Right to the first version made of it, Enter shows what changed. Shared by
// the report and the desk.
import { stemmaRows } from "./stemma_rows.js";
import { countOf, element, formatPercent, groupDigits, isolated, pathElement } from "./text.js";

const rowsAtOnce = 300;
const mostAtEnd = 5000; // rows that the key End adds at a time

const isCopy = (relation) => relation === "identical" || relation === "same-text";

/// What is drawn before a row: the branches that go past it, how it hangs on its own, and its dot.
function guides(node) {
  const kinds = node.lines.map((line) => (line ? "line" : ""));
  if (node.hangs === "branch") kinds.push(node.isLast ? "corner" : "tee");
  const shown = kinds.map((kind) => element("span", { class: `guide ${kind}`, "aria-hidden": "true" }));
  shown.push(element("span", { class: `guide dot${node.hangs === "below" ? " up" : ""}${node.hasBelow ? " down" : ""}`, "aria-hidden": "true" }));
  return shown;
}

/// A family as its tree: an element with the method `showMember(position)`, which brings a member into sight and gives
/// it the focus.
/// `members`: {path, date, parent (position or null), relation, similarity, title, words (or nothing)} in the order of
/// versions. `keep`: position of the one to keep, or null. `lost`: sources that aren't there, {parent, members} of
/// positions. `changesOf(position)`: {summary} or null of its edge, cheap; `openChanges(position)` gives the element to
/// show below the row, or a promise of it. `linkOf(path)`: the address of a document's page, where there is one.
export function renderStemma({ members, keep = null, lost = [], label, changesOf = () => null, openChanges = null, linkOf = null }) {
  const tree = element("div", { class: "stemma", role: "tree", "aria-label": label });
  const rows = stemmaRows(members, keep);
  const fromLost = new Map();
  lost.forEach((source, at) => source.members.forEach((member) => fromLost.set(member, at + 1)));
  let numShown = 0;

  // An item is an element with its row, which is the treeitem, and when it was opened what changed, which isn't.
  const rowOf = (item) => item.firstElementChild;
  const toggle = async (item, position, button) => {
    const open = item.querySelector(".changes");
    for (const control of [rowOf(item), button]) control.setAttribute("aria-expanded", String(open === null));
    if (open !== null) return open.remove();
    const panel = element("div", { class: "changes", role: "group", "aria-label": "What changed" });
    item.append(panel);
    panel.append(await openChanges(position));
  };

  // Only one row, and what can be pressed in it, is reached by Tab.
  const setReached = (row, isReached) => {
    for (const one of [row, ...row.querySelectorAll("a, button")]) one.setAttribute("tabindex", isReached ? "0" : "-1");
  };
  const reach = (row) => {
    const before = tree.querySelector("[role=treeitem][tabindex='0']");
    if (before === row) return;
    if (before !== null) setReached(before, false);
    setReached(row, true);
  };
  const focusItem = (item) => {
    if (!item) return;
    reach(rowOf(item));
    rowOf(item).focus();
  };

  const makeItem = (node) => {
    const item = element("div", { class: "version", role: "none" });
    item.dataset.level = String(node.level);
    const body = element("div", { class: "version-body" });
    const where = { "aria-level": node.level + 1, "aria-posinset": node.place, "aria-setsize": node.siblings };
    item.append(element("div", { class: "version-row", role: "treeitem", tabindex: "-1", ...where }, ...guides(node), body));
    if (node.more) appendMore(item, body, node);
    else appendMember(item, body, node);
    return item;
  };

  const appendMore = (item, body, node) => {
    const button = element("button", { type: "button", class: "quiet", tabindex: "-1" }, `and ${countOf(node.more.length, "more copy", "more copies")}`);
    body.append(button);
    const expand = () => {
      const at = rows.indexOf(node);
      rows.splice(at, 1, ...node.more.map((index, i) => ({ ...node, more: null, index, place: node.place + i, isLast: node.isLast && i + 1 === node.more.length })));
      const copies = rows.slice(at, at + node.more.length).map(makeItem);
      item.replaceWith(...copies);
      numShown += copies.length - 1;
      focusItem(copies[0]);
    };
    button.addEventListener("click", expand);
    item.addEventListener("open", expand);
  };

  const appendMember = (item, body, node) => {
    const position = node.index;
    const member = members[position];
    const parent = node.level === 0 ? null : members[member.parent];
    item.dataset.member = String(position);
    const share = member.similarity === null || member.similarity === undefined || isCopy(member.relation) ? "" : ` ${formatPercent(member.similarity)}`;
    const facts = [["date", member.date ?? "no date"], parent === null ? ["chip root", "first"] : [`chip relation ${member.relation}`, member.relation + share]];
    if (position === keep) facts.push(["chip keep", "keep this"]);
    if (fromLost.has(position)) facts.push(["chip lost", `from lost source ${fromLost.get(position)}`]);
    if (member.words !== null && member.words !== undefined) facts.push(["words", countOf(member.words, "word", "words")]);
    const hasTitle = member.title && (parent === null || parent.title !== member.title);
    body.append(element("div", { class: "version-head" }, ...facts.map(([kind, text]) => element("span", { class: kind }, text))));
    const path = pathElement(member.path, { class: "path" });
    body.append(linkOf === null ? path : element("a", { href: linkOf(member.path), tabindex: "-1" }, path));
    if (hasTitle) body.append(isolated(member.title, { class: "title" }, 300));
    if (parent === null || openChanges === null || member.relation === "identical") return;
    const button = element("button", { type: "button", class: "quiet", "aria-expanded": "false", tabindex: "-1" }, changesOf(position)?.summary || "What changed");
    rowOf(item).setAttribute("aria-expanded", "false");
    body.append(button);
    button.addEventListener("click", () => toggle(item, position, button));
    item.addEventListener("open", () => toggle(item, position, button));
  };

  const more = element("button", { type: "button", class: "more" });
  const showMore = (count = rowsAtOnce) => {
    const next = rows.slice(numShown, numShown + count);
    tree.append(...next.map(makeItem));
    numShown += next.length;
    more.hidden = numShown >= rows.length;
    more.textContent = `Show more: ${groupDigits(rows.length - numShown)} rows of ${groupDigits(rows.length)} left`;
  };
  more.addEventListener("click", () => showMore());
  showMore();
  if (tree.firstElementChild) setReached(rowOf(tree.firstElementChild), true);

  /// The row below, of those that weren't there yet, too.
  const itemBelow = (item) => {
    if (item.nextElementSibling === null) showMore();
    return item.nextElementSibling;
  };
  const itemAbove = (item, level) => {
    let above = item.previousElementSibling;
    while (above && Number(above.dataset.level) >= level) above = above.previousElementSibling;
    return above;
  };

  tree.addEventListener("focusin", (event) => {
    const row = event.target.closest(".version")?.firstElementChild;
    if (row) reach(row);
  });
  tree.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.getAttribute("role") !== "treeitem") return;
    const item = event.target.parentElement;
    const level = Number(item.dataset.level);
    let to = null;
    if (event.key === "ArrowDown") to = itemBelow(item);
    else if (event.key === "ArrowUp") to = item.previousElementSibling;
    else if (event.key === "Home") to = tree.firstElementChild;
    else if (event.key === "End") {
      showMore(mostAtEnd);
      to = tree.lastElementChild;
    } else if (event.key === "ArrowRight") to = Number(itemBelow(item)?.dataset.level) > level ? item.nextElementSibling : null;
    else if (event.key === "ArrowLeft") to = itemAbove(item, level);
    else if (event.key === "Enter" || event.key === " ") item.dispatchEvent(new Event("open"));
    else return;
    event.preventDefault();
    focusItem(to);
  });

  const shown = element("div", {}, tree, more);
  shown.showMember = (position) => {
    const at = rows.findIndex((node) => node.index === position);
    if (at >= numShown) showMore(at + 1 - numShown);
    const item = tree.querySelector(`[data-member="${position}"]`);
    focusItem(item);
    item?.scrollIntoView({ block: "center" });
  };
  if (lost.length > 0) {
    const list = element("ul", { class: "lost" });
    lost.forEach((source, at) => {
      const line = element("li", {}, `Lost source ${at + 1}: a version that isn't here, which ${countOf(source.members.length, "member comes", "members come")} from`);
      if (source.parent !== null) line.append("; made from ", pathElement(members[source.parent].path));
      list.append(line);
    });
    shown.append(list);
  }
  return shown;
}
