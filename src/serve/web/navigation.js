// Addresses of the desk's pages, #PAGE?PARAMETERS, and the way back: each entry of the browser's history knows how many of
// the desk's are before it, and which row of a list was opened on leaving.

export const address = (page, parameters) => `#${page}?${new URLSearchParams(parameters)}`;

let depth = 0;

/// To be called for each page that is shown. What the page's entry of the history knows: {place}, the row that was
/// opened there, or null.
export function arrive() {
  const { state } = history;
  if (typeof state?.depth === "number") depth = state.depth;
  else history.replaceState({ depth: (depth += 1), place: null }, "");
  return { place: history.state.place ?? null };
}

/// Another address of the same page.
export function replaceAddress(to) {
  history.replaceState({ depth, place: null }, "", to);
}

/// Goes to another page; `place` is the row that it was opened from.
export function leave(to, place) {
  history.replaceState({ depth, place }, "");
  location.hash = to;
}

/// Back to the page before, or, where there is none on the desk, to `otherwise`.
export function goBack(otherwise) {
  if (depth > 1) history.back();
  else location.hash = otherwise;
}
