// Names, titles and texts of documents on a page: always as text, never as markup; and how numbers, dates and words to
// search for are written. Shared by the report and the desk.

/// An element with attributes and children. A child that is a string becomes a text node. `on…` isn't an attribute:
/// use addEventListener.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Controls, bidi embeddings, overrides and isolates, line and paragraph separators: what would be invisible, or would
// reorder what follows.
const namedCharacters = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const namedOrLineEnd = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

// Browsers take the square of a word's length to find where it may be broken, a minute for a megabyte of Arabic; so it
// is told them.
const longWord = /\S{200}/u;
const breakable = /\S{100}\p{M}*/gu;

function appendWords(parent, text) {
  if (!longWord.test(text)) {
    parent.append(text);
    return;
  }
  let at = 0;
  for (const { 0: piece, index } of text.matchAll(breakable)) {
    parent.append(text.slice(at, index + piece.length), document.createElement("wbr"));
    at = index + piece.length;
  }
  parent.append(text.slice(at));
}

/// Appends a text of a document to `parent`. Characters that can't be shown, or would reorder the line, become boxes
/// with their number. With `lines`, line feeds stay (for elements that keep white space).
export function appendText(parent, text, { lines = false } = {}) {
  const named = lines ? namedCharacters : namedOrLineEnd;
  let plain = 0;
  if (named.test(text)) {
    const all = new RegExp(named.source, "g");
    for (let match = all.exec(text); match !== null; match = all.exec(text)) {
      if (lines && match[0] === "\r" && text[match.index + 1] === "\n") {
        appendWords(parent, text.slice(plain, match.index));
      } else {
        const number = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
        parent.append(text.slice(plain, match.index), element("span", { class: "named", dir: "ltr" }, `[U+${number}]`));
      }
      plain = match.index + 1;
    }
  }
  appendWords(parent, plain === 0 ? text : text.slice(plain));
  return parent;
}

const arabicWord = /^[^\p{L}]*\p{Script=Arabic}/u;
const otherArabicLetters = /[ٹپچژڈڑکگںھہۀۂۃۆۇۈیېےۍټډړږښګڼەڵێ]/;

/// "ar" for a text that begins with Arabic letters and has none that only other languages in this script have; else
/// null, as it isn't known.
export function languageOf(text) {
  const beginning = text.slice(0, 1000);
  return arabicWord.test(beginning) && !otherArabicLetters.test(beginning) ? "ar" : null;
}

/// A name or a title as an element that its surroundings can't be reordered by. At most `most` characters of it.
export function isolated(text, attributes = {}, most = 2000) {
  return appendText(element("bdi", { dir: "auto", lang: languageOf(text), ...attributes }), cutText(text, most));
}

/// A path of a document as an element: its folders from left to right, as they are written, each isolated, so that names
/// in Arabic don't change places. At most `most` characters of it.
export function pathElement(path, attributes = {}, most = 2000) {
  const shown = element("bdi", { dir: "ltr", ...attributes });
  cutPath(path, most)
    .split("/")
    .forEach((name, at) => {
      if (at > 0) shown.append("/", element("wbr"));
      if (name !== "") shown.append(isolated(name));
    });
  return shown;
}

/// The same on one line of a list: where that is too short for it the folders are cut, then the name, which tells files
/// apart.
export function pathOnLine(path, attributes) {
  const cut = cutPath(path, 300);
  const nameAt = cut.lastIndexOf("/") + 1;
  return element("bdi", { dir: "ltr", ...attributes }, element("span", { class: "on-line" }, pathElement(cut.slice(0, nameAt), { class: "folders" }), pathElement(cut.slice(nameAt), { class: "name" })));
}

/// At most about `most` characters of a path, with the name at its end, which tells files apart.
function cutPath(path, most) {
  if (path.length <= most) return path;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return `${cutText(path.slice(0, most), most - Math.min(name.length, most / 2))}/${cutText(name, most / 2)}`;
}

/// At most `most` characters, the last of them "…" if something was cut.
export function cutText(text, most) {
  if (text.length <= most) return text;
  let end = most - 1;
  if (end > 0 && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) --end;
  return `${text.slice(0, end)}…`;
}

/// 1234567 → "1,234,567".
export function groupDigits(number) {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/// "1 family", "2 families".
export function countOf(number, singular, plural) {
  return `${groupDigits(number)} ${number === 1 ? singular : plural}`;
}

/// "999 B", "1.23 kB", "45.6 MB".
export function formatBytes(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let value = bytes;
  for (; value >= 999.5 && unit + 1 < units.length; ++unit) value /= 1000;
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}

/// A share in [0, 1] as whole percent, rounded down, so that only 1 shows as "100 %".
export function formatPercent(share) {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

// Letters of Arabic that are written for one another, and digits of Arabic and Persian.
const alikeLetters = new Map([
  ["ٱ", "ا"], ["ى", "ي"], ["ی", "ي"], ["ې", "ي"], ["ک", "ك"], ["ة", "ه"], ["ہ", "ه"], ["ھ", "ه"],
]);
const foldedLetters = /[ٱىیېکةہھ]/g;
const foldedDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;
const ignoredCharacters = /[\p{M}\u0640\u200b-\u200f\u061c\ufeff]/gu;
const plainAscii = /^[\u0000-\u007f]*$/;

/// A text as it is searched: small letters, without accents and vowel marks, forms of alef, yeh, kaf and heh as one,
/// digits as ASCII.
export function foldText(text) {
  if (plainAscii.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(ignoredCharacters, "")
    .replace(foldedLetters, (letter) => alikeLetters.get(letter))
    .replace(foldedDigits, (digit) => String(digit.charCodeAt(0) & 15))
    .toLowerCase();
}

/// A name as a word of a shell's command line.
export function shellWord(name) {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(name) && !name.startsWith("-") ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}

/// Chooses light, dark or what the system says; a button that goes through them.
export function themeSwitch(button) {
  const themes = ["system", "light", "dark"];
  const remembered = () => {
    try {
      return localStorage.getItem("nuskha-theme");
    } catch {
      return null; // a page from a file may have no storage
    }
  };
  let at = Math.max(0, themes.indexOf(remembered()));
  const show = () => {
    if (at === 0) document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", themes[at]);
    button.textContent = `Theme: ${themes[at]}`;
  };
  button.addEventListener("click", () => {
    at = (at + 1) % themes.length;
    try {
      localStorage.setItem("nuskha-theme", themes[at]);
    } catch {
      // Then it lasts as long as the page.
    }
    show();
  });
  show();
}
