// The rows of a family's tree: in which order its members stand, and what is drawn before each. As in `git log --graph`
// only a branch is indented, and the branch with most below it goes straight on; so n members are never indented more
// than log₂(n) + 1 times, and a chain of any length not at all.

const copiesShown = 4; // of copies that hang on one member and lead nowhere

const isEqual = (relation) => relation === "identical" || relation === "same-text";

/// How many members hang on each, itself included. Parents may stand behind their children.
function subtreeSizes(children, roots) {
  const order = [...roots];
  for (let at = 0; at < order.length; ++at)
    for (const child of children[order[at]]) order.push(child);
  const sizes = children.map(() => 1);
  for (const index of order.reverse())
    for (const child of children[index]) sizes[index] += sizes[child];
  return sizes;
}

/// The rows below one member: few of its copies, one row that counts the others, then the versions made of it. The one
/// with most below it comes last, as its line goes straight on.
function rowsBelow(index, members, children, sizes, keep) {
  const isPlainCopy = (child) => isEqual(members[child].relation) && children[child].length === 0;
  const copies = children[index].filter(isPlainCopy);
  const leads = children[index].filter((child) => !isPlainCopy(child));
  let shown = copies;
  if (copies.length > copiesShown + 1) {
    const others = copies.filter((copy) => copy !== keep);
    shown = [...copies.filter((copy) => copy === keep), ...others].slice(0, copiesShown).sort((a, b) => a - b);
  }
  const main = leads.reduce((best, child) => (sizes[child] > 1 && sizes[child] > (sizes[best] ?? 1) ? child : best), -1);
  const rows = shown.map((child) => ({ index: child }));
  if (shown.length < copies.length) rows.push({ index: -1, more: copies.filter((copy) => !shown.includes(copy)) });
  rows.push(...leads.filter((child) => child !== main).map((child) => ({ index: child })));
  if (main >= 0) rows.push({ index: main });
  const isStraight = rows.length === 1 || main >= 0;
  rows.forEach((row, at) => {
    row.hangs = isStraight && at === rows.length - 1 ? "below" : "branch";
    row.isLast = at === rows.length - 1;
  });
  return rows;
}

/// The rows of `members` ({parent, relation}), each {index, level, place, siblings, lines, hangs, isLast, hasBelow}:
/// `level` counts generations, `lines` tells for each column of branches before it whether one goes past, `hangs` is
/// "root", "below" (in its parent's column) or "branch" (one column further). A row of `more` (positions) stands for
/// copies that are only counted; `keep` never is among them.
export function stemmaRows(members, keep) {
  const children = members.map(() => []);
  const roots = [];
  members.forEach((member, index) => {
    if (member.parent === null || member.parent === undefined) roots.push(index);
    else children[member.parent].push(index);
  });
  const sizes = subtreeSizes(children, roots);
  const rows = [];
  const stack = roots.map((index, at) => ({ index, level: 0, place: at + 1, siblings: roots.length, lines: [], hangs: "root", isLast: true })).reverse();
  while (stack.length > 0) {
    const node = stack.pop();
    rows.push(node);
    const below = node.more ? [] : rowsBelow(node.index, members, children, sizes, keep);
    node.hasBelow = below.length > 0;
    const ownLine = node.hangs === "branch" ? [...node.lines, !node.isLast] : node.lines;
    let place = 1;
    for (const child of below) {
      Object.assign(child, { level: node.level + 1, lines: ownLine, place, siblings: children[node.index].length });
      place += child.more?.length ?? 1;
    }
    for (const child of below.reverse()) stack.push(child);
  }
  return rows;
}
