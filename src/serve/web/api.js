// What the page asks of the server: /api, as docs/openapi.json describes it. An error is an ApiError with a sentence for
// people. Where the desk has a token, `askForToken` is called, and the question is put again.
import { errorWords } from "./words.js";

export class ApiError extends Error {
  /// `code` as in the API, or "unreachable", "unreadable"; `detail` is the server's own sentence, or ""; `entry` what
  /// stands in the baseline where that is what it failed on.
  constructor(code, detail = "", entry = null) {
    super(errorWords[code] ?? detail);
    this.code = code;
    this.entry = entry;
    this.detail = detail === this.message ? "" : detail;
  }
}

let askForToken = null;

/// `ask()` resolves to the token that somebody typed, or to null.
export function onUnauthorized(ask) {
  askForToken = ask;
}

async function answerOf(response) {
  let body = null;
  try {
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("unreadable", `HTTP ${response.status}`);
  }
  if (response.ok) return body;
  throw new ApiError(body?.error?.code ?? "unreadable", body?.error?.message ?? `HTTP ${response.status}`, body?.entry ?? null);
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("unreachable");
  }
  return answerOf(response);
}

/// Asks, once more if a token was wanted and one was given that is right.
async function ask(path, options) {
  try {
    return await request(path, options);
  } catch (error) {
    if (error.code !== "unauthorized" || askForToken === null) throw error;
    for (let token = await askForToken(); token !== null; token = await askForToken(true)) {
      try {
        await request("/api/login", posted(JSON.stringify({ token }), { "Content-Type": "application/json" }));
        return await request(path, options);
      } catch (again) {
        if (again.code !== "unauthorized") throw again;
      }
    }
    throw error;
  }
}

const posted = (body, headers, signal) => ({ method: "POST", body, headers: { "X-Nuskha": "desk", ...headers }, signal });

/// GET /api/`name`; parameters that are "" or null are left out.
export function get(name, parameters = {}, signal = undefined) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return ask(`/api/${name}${query ? `?${query}` : ""}`, { signal });
}

/// Checks a draft: a string, or a File. A NUL in a text that was pasted would make UTF-16 or binary data of it.
export function check(draft, signal) {
  if (typeof draft === "string") return ask("/api/check", posted(draft.replaceAll("\u0000", "\ufffd"), { "Content-Type": "text/plain; charset=utf-8" }, signal));
  const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(draft.name.toWellFormed?.() ?? draft.name) };
  return ask("/api/check", posted(draft, headers, signal));
}

/// What went wrong, in sentences for people.
export const errorSentences = (error) => [error.message, error.detail].filter(Boolean).join(" ");

/// Puts a finding into the baseline.
export function accept({ rule, fingerprint, path }, reason, count = 1) {
  const body = JSON.stringify({ finding: { rule, fingerprint, path, count }, reason });
  return ask("/api/accept", posted(body, { "Content-Type": "application/json" }));
}

/// Takes a finding out of the baseline again.
export function unaccept({ rule, fingerprint }) {
  return ask("/api/unaccept", posted(JSON.stringify({ finding: { rule, fingerprint } }), { "Content-Type": "application/json" }));
}
