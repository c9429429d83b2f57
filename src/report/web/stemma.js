// A family as the tree of its versions: which comes from which, how, and which copy to keep. An ARIA tree: Up and Down
// go through the rows, Left to the parent, Right to the first version made of it, Enter shows what changed. Shared by
// the report and the desk.
import { countOf, element, formatPercent, groupDigits, isolated } from "./text.js";

const copiesShown = 4; // of copies that hang on one member and lead nowhere
const rowsAtOnce = 300;
const deepestIndent = 14;

const isCopy = (relation) => relation === "identical" || relation === "same-text";

/// The members in the order of the tree, each with its level and what lines to draw before it. Rows that stand for
/// copies that are counted only have `more`.
function treeRows(members) {
  const children = members.map(() => []);
  const roots = [];
  members.forEach((member, index) => {
    if (member.parent === null || member.parent === undefined) roots.push(index);
    else children[member.parent].push(index);
  });
  const rows = [];
  const stack = roots.reverse().map((index) => ({ index, level: 0, lines: [], isLast: true }));
  while (stack.length > 0) {
    const node = stack.pop();
    rows.push(node);
    if (node.more) continue;
    const below = children[node.index];
    const leads = below.filter((index) => !isCopy(members[index].relation) || children[index].length > 0);
    const copies = below.filter((index) => isCopy(members[index].relation) && children[index].length === 0);
    const shown = copies.length > copiesShown + 1 ? copies.slice(0, copiesShown) : copies;
    const next = [...shown, ...leads].map((index) => ({ index }));
    if (shown.length < copies.length) next.splice(shown.length, 0, { more: copies.slice(shown.length), index: -1 });
    const lines = node.level === 0 ? [] : [...node.lines, node.isLast ? "" : "line"];
    next.forEach((child, at) => {
      child.level = node.level + 1;
      child.lines = lines;
      child.isLast = at === next.length - 1;
    });
    stack.push(...next.reverse());
  }
  return rows;
}

function guides(node) {
  if (node.level === 0) return [];
  const hidden = Math.max(0, node.lines.length - deepestIndent);
  const shown = node.lines.slice(hidden).map((kind) => element("span", { class: `guide ${kind}`, "aria-hidden": "true" }));
  shown.push(element("span", { class: `guide ${node.isLast ? "corner" : "tee"}`, "aria-hidden": "true" }));
  return shown;
}

/// `members`: {path, date, parent (position or null), relation, similarity, title} in the order of versions. `keep`:
/// position of the one to keep, or null. `lost`: sources that aren't there, {parent, members} of positions.
/// `changesOf(position)`: {summary} or null of its edge, cheap; `openChanges(position)` gives the element to show below
/// the row, or a promise of it.
export function renderStemma({ members, keep = null, lost = [], label, changesOf = () => null, openChanges = null }) {
  const tree = element("div", { class: "stemma", role: "tree", "aria-label": label });
  const rows = treeRows(members);
  const fromLost = new Map();
  lost.forEach((source, at) => source.members.forEach((member) => fromLost.set(member, at + 1)));
  let numShown = 0;

  const toggle = async (item, position, button) => {
    const open = item.querySelector(".changes");
    if (open !== null) {
      open.remove();
      button.setAttribute("aria-expanded", "false");
      return;
    }
    const panel = element("div", { class: "changes" });
    item.append(panel);
    button.setAttribute("aria-expanded", "true");
    panel.append(await openChanges(position));
  };

  const makeItem = (node) => {
    const item = element("div", { role: "treeitem", "aria-level": node.level + 1, tabindex: "-1", class: "version" });
    item.dataset.level = String(node.level);
    const row = element("div", { class: "version-row" }, ...guides(node));
    item.append(row);
    const body = element("div", { class: "version-body" });
    row.append(body);
    if (node.more) {
      const button = element("button", { type: "button", class: "quiet", tabindex: "-1" }, `and ${countOf(node.more.length, "more copy", "more copies")}`);
      body.append(button);
      const expand = () => {
        const at = rows.indexOf(node);
        rows.splice(at, 1, ...node.more.map((index, i) => ({ ...node, more: null, index, isLast: node.isLast && i + 1 === node.more.length })));
        const copies = rows.slice(at, at + node.more.length).map(makeItem);
        item.replaceWith(...copies);
        numShown += copies.length - 1;
        focusItem(copies[0]);
      };
      button.addEventListener("click", expand);
      item.addEventListener("open", expand);
      return item;
    }
    const position = node.index;
    const member = members[position];
    const head = element("div", { class: "version-head" });
    head.append(element("span", { class: "date" }, member.date ?? "no date"));
    if (node.level > 0) {
      const share = member.similarity === null || member.similarity === undefined || isCopy(member.relation) ? "" : ` ${formatPercent(member.similarity)}`;
      head.append(element("span", { class: `chip relation ${member.relation}` }, member.relation + share));
    } else {
      head.append(element("span", { class: "chip root" }, "first"));
    }
    if (position === keep) head.append(element("span", { class: "chip keep" }, "keep this"));
    if (fromLost.has(position)) head.append(element("span", { class: "chip lost" }, `from lost source ${fromLost.get(position)}`));
    body.append(head, isolated(member.path, { class: "path" }));
    const parent = member.parent === null || member.parent === undefined ? null : members[member.parent];
    if (member.title && (parent === null || parent.title !== member.title)) body.append(isolated(member.title, { class: "title" }, 300));
    if (parent !== null && openChanges !== null && member.relation !== "identical") {
      const changes = changesOf(position);
      const button = element("button", { type: "button", class: "quiet", "aria-expanded": "false", tabindex: "-1" }, changes?.summary || "What changed");
      body.append(button);
      button.addEventListener("click", () => toggle(item, position, button));
      item.addEventListener("open", () => toggle(item, position, button));
    }
    return item;
  };

  const focusItem = (item) => {
    if (!item) return;
    tree.querySelector("[role=treeitem][tabindex='0']")?.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
    item.focus();
  };

  const more = element("button", { type: "button", class: "more" });
  const showMore = () => {
    const next = rows.slice(numShown, numShown + rowsAtOnce);
    tree.append(...next.map(makeItem));
    numShown += next.length;
    more.hidden = numShown >= rows.length;
    more.textContent = `Show more: ${groupDigits(rows.length - numShown)} rows of ${groupDigits(rows.length)} left`;
  };
  more.addEventListener("click", showMore);
  showMore();
  tree.firstElementChild?.setAttribute("tabindex", "0");

  tree.addEventListener("focusin", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (item === null || item.getAttribute("tabindex") === "0") return;
    tree.querySelector("[role=treeitem][tabindex='0']")?.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
  });
  tree.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.getAttribute("role") !== "treeitem") return;
    const item = event.target;
    const level = Number(item.dataset.level);
    let to = null;
    if (event.key === "ArrowDown") to = item.nextElementSibling;
    else if (event.key === "ArrowUp") to = item.previousElementSibling;
    else if (event.key === "Home") to = tree.firstElementChild;
    else if (event.key === "End") to = tree.lastElementChild;
    else if (event.key === "ArrowRight") to = Number(item.nextElementSibling?.dataset.level) > level ? item.nextElementSibling : null;
    else if (event.key === "ArrowLeft") for (to = item.previousElementSibling; to && Number(to.dataset.level) >= level; ) to = to.previousElementSibling;
    else if (event.key === "Enter" || event.key === " ") item.dispatchEvent(new Event("open"));
    else return;
    event.preventDefault();
    focusItem(to);
  });

  const shown = element("div", {}, tree, more);
  if (lost.length > 0) {
    const list = element("ul", { class: "lost" });
    lost.forEach((source, at) => {
      const line = element("li", {}, `Lost source ${at + 1}: a version that isn't here, which ${countOf(source.members.length, "member comes", "members come")} from`);
      if (source.parent !== null) line.append("; made from ", isolated(members[source.parent].path));
      list.append(line);
    });
    shown.append(list);
  }
  return shown;
}
