// What differs between two wordings of a passage, word by word: for short texts that are at hand whole. Diffs of
// documents are made by the program. Shared by the report and the desk.

const mostCells = 400_000; // of the table of common words
const leastCommon = 0.4; // of the words; less alike wordings are better read each for itself

const wordsOf = (text) => text.match(/\r\n|\n|[^\S\r\n]+|\S+/g) ?? [];
const isSpace = (word) => /^\s+$/.test(word);

/// For each pair of suffixes the length of what they have in common: (a.length + 1) × (b.length + 1) numbers.
function commonLengths(a, b) {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; --i)
    for (let k = b.length - 1; k >= 0; --k)
      lengths[i * width + k] = a[i] === b[k] ? lengths[(i + 1) * width + k + 1] + 1 : Math.max(lengths[(i + 1) * width + k], lengths[i * width + k + 1]);
  return lengths;
}

/// [mark, word] for all words: -1 removed, 1 added, 0 in both.
function markedWords(a, b) {
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  const marked = [];
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    if (i < a.length && k < b.length && a[i] === b[k]) {
      marked.push([0, a[i++]]);
      ++k;
    } else if (k === b.length || (i < a.length && lengths[(i + 1) * width + k] >= lengths[i * width + k + 1])) marked.push([-1, a[i++]]);
    else marked.push([1, b[k++]]);
  }
  return marked;
}

/// What was removed and added between two words that stayed, each in one piece, with the spaces between.
function joined(marked) {
  const runs = [];
  for (let at = 0; at < marked.length; ) {
    if (marked[at][0] === 0) {
      runs.push(marked[at++]);
      continue;
    }
    const parts = { "-1": "", "1": "" };
    const isWithin = (i) => marked[i][0] === 0 && isSpace(marked[i][1]) && !/[\r\n]/.test(marked[i][1]) && i + 1 < marked.length && marked[i + 1][0] !== 0;
    for (; at < marked.length && (marked[at][0] !== 0 || isWithin(at)); ++at) {
      const [mark, word] = marked[at];
      if (mark <= 0) parts["-1"] += word;
      if (mark >= 0) parts["1"] += word;
    }
    for (const mark of [-1, 1]) if (parts[mark] !== "") runs.push([mark, parts[mark]]);
  }
  return runs;
}

/// The lines that renderDiff (diff_view.js) takes; null if the wordings are too long or have too little in common.
export function wordDiff(before, after) {
  const a = wordsOf(before);
  const b = wordsOf(after);
  if ((a.length + 1) * (b.length + 1) > mostCells) return null;
  const marked = markedWords(a, b);
  const count = (words) => words.filter((word) => !isSpace(word)).length;
  const common = count(marked.filter(([mark]) => mark === 0).map(([, word]) => word));
  if (2 * common < leastCommon * (count(a) + count(b))) return null;
  const lines = [[]];
  for (const [mark, text] of joined(marked)) {
    text.split(/\r\n|\n/).forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part !== "") lines.at(-1).push(mark === 0 ? part : [mark, part, ""]);
    });
  }
  return lines.filter((line) => line.length > 0).map(mergedTexts);
}

/// A line with its unchanged words as one text each.
function mergedTexts(line) {
  const merged = [];
  for (const run of line) {
    if (typeof run === "string" && typeof merged.at(-1) === "string") merged[merged.length - 1] += run;
    else merged.push(run);
  }
  return merged;
}

/// Wordings along time; those without a date stand last, and of equal ones the most used first.
export function alongTime(variants) {
  const order = (a, b) => (a === b ? 0 : (a ?? "9999") < (b ?? "9999") ? -1 : 1);
  return [...variants].sort((a, b) => order(a.first, b.first) || order(a.last, b.last) || b.documents - a.documents);
}
