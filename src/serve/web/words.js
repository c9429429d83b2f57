// What the desk says, in English: one place to translate. Sentences are functions of what stands in them, since other
// languages put it elsewhere. Names of documents stand in a sentence as the pieces of a template: see sentence().

/// The pieces of a sentence that has elements (names, titles) in it: strings and whatever was put in.
export const sentence = (strings, ...values) =>
  strings.flatMap((text, at) => (at < values.length ? [text, values[at]] : [text])).filter((piece) => piece !== "" && piece !== null);

const longDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/// "2021-04-15" → "15 April 2021"; years that calendars of browsers don't know stay as they are.
export function dateWords(iso) {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? iso : longDate.format(time);
}

const ofDate = (date) => (date ? ` of ${dateWords(date)}` : "");

/// What a draft is, by its verdict. `of` is an element with the name of the document, `date` that document's.
export const verdictSentences = {
  new: () => sentence`This is new: nothing in the archive is a copy or a version of it.`,
  identical: (of, date) => sentence`This is in the archive already, byte for byte: ${of}${ofDate(date)}.`,
  "same-text": (of, date) => sentence`This text is in the archive already: ${of}${ofDate(date)}.`,
  reissue: (of, date) => sentence`This is a re-issue of ${of}${ofDate(date)}: the same text, under another date, head or footer.`,
  revision: (of, date) => sentence`This is a version of ${of}${ofDate(date)}.`,
  excerpt: (of, date) => sentence`This is an excerpt of ${of}${ofDate(date)}.`,
  extension: (of, date) => sentence`This contains ${of}${ofDate(date)}, and more.`,
  template: (of, date) => sentence`This is a document of its own, made after the pattern of ${of}${ofDate(date)}.`,
  "shared-passage": (of, date) => sentence`This is a document of its own. It has a long passage in common with ${of}${ofDate(date)}.`,
};
/// Of a relation that this page doesn't know yet.
export const otherVerdict = (relation, of, date) => sentence`This is related (${relation}) to ${of}${ofDate(date)}.`;
export const newestVersion = (of, date) => sentence`Newest version: ${of}${ofDate(date)}.`;
export const isNewest = "That is the newest version.";

export const equalAt = {
  bytes: "equal byte for byte",
  layout: "equal but for white space and line ends",
  text: "equal but for case, marks and punctuation",
  spelling: "equal but for the spelling of letters",
};

export const severities = { error: "error", warning: "warning", note: "note" };

export const words = {
  page: (...parts) => [...parts, "nuskha desk"].filter(Boolean).join(" – "),
  checkTitle: "Check",
  against: (archive, documents, families) => `Against ${archive}: ${documents}, ${families} with versions.`,
  document: ["document", "documents"],
  family: ["family", "families"],
  wording: ["wording", "wordings"],
  finding: ["finding", "findings"],
  passage: ["passage", "passages"],
  word: ["word", "words"],

  checking: "Checking …",
  checked: (verdict, findings) => `${verdict} ${findings}.`,
  findingsCount,
  textBefore: "This is of the text before: check again.",
  accepted: "Accepted",
  acceptedBecause: (reason) => (reason ? `Accepted: ${reason}` : "Accepted"),
  acceptedBefore: (reason) => (reason ? `Somebody had accepted it before: ${reason}` : "Somebody had accepted it before, without a reason"),
  takeBack: "Take back",
  takenBack: "Taken back. It will be reported again.",
  accept: "Accept …",
  acceptVerdict: "Accept this verdict …",
  acceptDone: "Accepted. It won't be reported again.",
  cannotRead: "This can't be read",
  draftsFound: (count) => `${count} documents in this file:`,
  reasonWanted: "Please write why.",
  wrongToken: "That was not the token.",
  emptyDraft: "There is nothing to check yet: paste a text, or choose a file.",
  tooLarge: (size, limit) => `This file is too large: ${size}. The desk takes up to ${limit}.`,
  onlyOneFile: "One file at a time, please: only the first was taken.",
  inFile: (name, sentence) => `${name}: ${sentence}`,
  noFile: "That was no file that could be read (a folder, perhaps).",

  findings: "Findings",
  inText: "Show in the text",
  lineColumn: (line, column) => `line ${line}${column > 1 ? `, character ${column}` : ""}`,
  pages: (page) => `page ${page}`,
  paragraphs: (paragraph) => `paragraph ${paragraph}`,
  text: "Text of the draft",
  textCut: (left) => `${left} more characters aren't shown.`,
  goToFinding: (number, message) => `Finding ${number}: ${message}`,

  changes: "What changed",
  changesFrom: (of) => sentence`From ${of} to this draft`,
  againstNearest: "Against the nearest",
  againstNewest: "Against the newest",
  noDiff: "The archive keeps no texts, or comparing them took too long, so that the changes can't be shown.",
  noChanges: "No word differs.",

  boilerplate: "Footers and other recurring passages",
  isCurrent: "Current",
  isOutdated: "Outdated",
  currentSince: (first, last, documents) => `in use ${between(first, last)}, in ${documents}`,
  heldUsed: (first, last, documents) => `This wording was in use ${between(first, last)}, in ${documents}.`,
  currentWording: "Current wording",
  copy: "Copy",
  copied: "Copied.",
  copyFailed: "The browser doesn't allow copying. The text is selected: press Ctrl+C.",
  withinDocument: "repeated within documents",

  lists: { families: "Families", documents: "Documents", boilerplate: "Boilerplate" },
  filters: { q: "Search", relation: "Relation", folder: "Folder", from: "From", to: "To", min_size: "Documents, at least", sort: "Order" },
  any: "any",
  sorts: [
    ["", "by path"],
    ["-size", "largest first"],
    ["size", "smallest first"],
    ["-last", "newest first"],
    ["first", "oldest first"],
    ["cohesion", "least alike first"],
  ],
  hasVersions: "has versions",
  lastUsed: (date) => `last used ${date}`,
  versionsOf: "Versions",
  relationTo: (relation, isFirst, percent) => `${isFirst ? relation : inverse[relation] ?? relation} ${percent}`,
  textOfDocument: "Text",
  loading: "Loading …",
  nothingFound: "Nothing found.",
  listChanged: "The archive has changed; this is the list as it is now.",
  printedRows: (shown, total) => `The first ${shown} of ${total}.`,
  noTitle: "(no title)",
  noDate: "no date",
  alone: "the only version",
  toFamily: "Its family",
  back: "Back",
  noPassage: "The archive has no such passage any more.",
  differs: "marked: what differs from the wording before",
  lastWording: "used last",
  pairs: "Related documents",
  noText: "The archive keeps no texts.",
  versionsFrom: (first, last) => (first === last ? dateWords(first) : `${dateWords(first)} to ${dateWords(last)}`),
  cohesion: (percent) => `alike: at least ${percent}`,
  cohesionAtMost: (percent) => `alike: at most ${percent}`,
  keep: "Keep",
};

// A pair's relation is said of its first document; this is what it is for the second.
const inverse = { excerpt: "extension", extension: "excerpt" };

function findingsCount(open, accepted) {
  const some = open === 0 ? "No findings" : open === 1 ? "1 finding" : `${open} findings`;
  return accepted === 0 ? some : `${some}, ${accepted} accepted`;
}

function between(first, last) {
  if (!first) return "in documents without a date";
  return first === last ? `on ${dateWords(first)}` : `from ${dateWords(first)} to ${dateWords(last)}`;
}

/// What an error of the API means, by its code.
export const errorWords = {
  "too-large": "This draft is too large for the desk.",
  busy: "The desk is busy with other drafts. Try again in a moment.",
  "timed-out": "This took too long and was stopped.",
  "archive-unavailable": "The archive can't be opened: it was moved, deleted or damaged.",
  "baseline-unavailable": "The baseline can't be written, so nothing was accepted.",
  "no-baseline": "Nothing can be accepted: the desk was started without a baseline.",
  "no-document": "Nothing could be read in this draft.",
  "no-texts": "The archive keeps no texts, so that there is nothing to show.",
  "already-accepted": "It is accepted already.",
  "not-found": "This is not in the archive any more.",
  "archive-changed": "The archive has changed meanwhile.",
  "unsupported-media-type": "The desk doesn't take this kind of draft.",
  unauthorized: "The desk asks for its token.",
  unreachable: "The desk does not answer. Is “nuskha serve” still running?",
  unreadable: "The desk's answer can't be read.",
};
