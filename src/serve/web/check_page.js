// The page where a draft is pasted, dropped or chosen, and what comes of it: the verdict, what changed, findings in the
// text, footers.
import { check, errorSentences, unaccept } from "./api.js";
import { renderChanges } from "./changes.js";
import { askToAccept } from "./dialogs.js";
import { renderFindings } from "./findings.js";
import { renderFooters } from "./footers.js";
import { appendText, cutText, element, formatBytes, isolated, pathElement } from "./text.js";
import { documentsOf, renderVerdict } from "./verdict.js";
import { words } from "./words.js";

const mostRemembered = 1_000_000; // characters of a draft

// Browsers take a minute to break one of a million letters.
const longWord = /\S{10000}/;

const byId = (id) => document.getElementById(id);

/// What an answer tells of one document of a draft. `at` is its position in answer.drafts.
function partOf(answer, at) {
  const { path } = answer.drafts[at].document;
  const positions = answer.records.map((record, position) => ({ record, position })).filter(({ record }) => record.path === path);
  const findings = positions.filter(({ record }) => record.type === "finding");
  const numbers = new Map(findings.map(({ position }, index) => [position, index + 1]));
  return {
    path,
    text: answer.drafts[at].text,
    verdict: positions.find(({ record }) => record.type === "verdict")?.record ?? null,
    verdictFinding: answer.verdict_findings.find((finding) => finding.path === path) ?? null,
    findings: findings.map(({ record }) => record),
    problems: positions.filter(({ record }) => record.type === "problem").map(({ record }) => record),
    marks: answer.marks.filter((mark) => mark.draft === at && numbers.has(mark.record)).map((mark) => ({ ...mark, number: numbers.get(mark.record) })),
    matches: answer.matches.filter((match) => match.path === path),
    footers: answer.boilerplate.filter((held) => held.path === path),
  };
}

const renderProblem = ({ path, message }) =>
  element("p", { class: "problem" }, `${words.cannotRead}: `, pathElement(path), ": ", isolated(message));

// A draft survives a reload of its tab, and is forgotten with it.
function remembered() {
  try {
    return sessionStorage.getItem("nuskha-draft") ?? "";
  } catch {
    return "";
  }
}
function remember(draft) {
  try {
    sessionStorage.setItem("nuskha-draft", draft.length > mostRemembered ? "" : draft);
  } catch {
    // Then it isn't kept.
  }
}

export class CheckPage {
  /// `onChecked(answer)` is called with each answer.
  constructor({ onChecked }) {
    this.onChecked = onChecked;
    this.limits = { accepts: false, maxDraft: Infinity };
    this.file = null;
    this.running = null;
    this.draft = byId("draft");
    this.status = byId("status");
    this.result = byId("result");
    this.#listen();
  }

  /// What the archive's answer says of drafts.
  setLimits({ accepts, max_draft: maxDraft }) {
    this.limits = { accepts, maxDraft };
  }

  #listen() {
    const form = byId("draft-form");
    const chooser = byId("file");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    this.draft.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    const before = this.draft.value || remembered();
    this.draft.classList.toggle("long-words", longWord.test(before));
    this.draft.value = before;
    // Before the browser lays out what comes.
    this.draft.addEventListener("beforeinput", (event) => {
      const coming = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
      if (longWord.test(coming)) this.draft.classList.add("long-words");
    });
    this.draft.addEventListener("input", () => {
      this.draft.classList.toggle("long-words", longWord.test(this.draft.value));
      this.#setFile(null);
      this.#markStale();
      remember(this.draft.value);
    });
    byId("choose").addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", () => {
      if (chooser.files.length > 0) this.#take(chooser.files[0]);
      chooser.value = "";
    });
    byId("clear").addEventListener("click", () => {
      this.running?.abort();
      this.draft.value = "";
      remember("");
      this.#setFile(null);
      this.#clearResult();
      this.#say("");
      this.draft.focus();
    });
    // A file is taken wherever on the page it is dropped: elsewhere the browser would open it in place of the desk.
    const hasFile = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      form.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) form.classList.remove("dropping");
    });
    addEventListener("drop", (event) => {
      form.classList.remove("dropping");
      if (!hasFile(event)) return;
      event.preventDefault();
      location.hash = "check";
      const { files } = event.dataTransfer;
      if (files.length === 0) this.#say(words.noFile);
      else this.#take(files[0], files.length > 1 ? words.onlyOneFile : "");
    });
  }

  #setFile(file) {
    this.file = file;
    const name = byId("file-name");
    name.replaceChildren();
    if (file !== null) name.append(isolated(file.name, {}, 200), ` (${formatBytes(file.size)})`);
  }

  #take(file, remark = "") {
    this.draft.value = "";
    remember("");
    this.#setFile(file);
    this.check(remark);
  }

  #say(text, isError = false) {
    this.status.className = isError ? "error" : "";
    this.status.textContent = text;
  }

  #clearResult() {
    this.result.replaceChildren();
    this.result.classList.remove("stale");
  }

  /// What is shown isn't of what stands in the field any more.
  #markStale() {
    if (this.result.childElementCount === 0 || this.result.classList.contains("stale")) return;
    this.result.classList.add("stale");
    this.result.prepend(element("p", { class: "stale-note", role: "status" }, words.textBefore));
  }

  /// For those who hear the page; others see the result.
  #announce(text) {
    this.status.className = "visually-hidden";
    this.status.textContent = text;
  }

  /// Checks the file that was taken, or what stands in the field.
  async check(remark = "") {
    this.running?.abort();  // only the last draft counts
    const draft = this.file ?? this.draft.value;
    if (draft === "") {
      this.#clearResult();
      this.#say(words.emptyDraft);
      this.draft.focus();
      return;
    }
    const size = this.file?.size ?? new Blob([draft]).size;
    if (size > this.limits.maxDraft) {
      this.#clearResult();
      this.#say(words.tooLarge(formatBytes(size), formatBytes(this.limits.maxDraft)), true);
      return;
    }
    const running = (this.running = new AbortController());
    this.#say(words.checking);
    this.result.setAttribute("aria-busy", "true");
    try {
      const answer = await check(draft, running.signal);
      if (running !== this.running) return;
      this.#clearResult();
      this.#show(answer, remark);
      if ((this.file ?? this.draft.value) !== draft) this.#markStale(); // written while it was checked
      this.onChecked(answer);
    } catch (error) {
      if (running !== this.running || error.name === "AbortError") return;
      this.#clearResult();
      const sentence = errorSentences(error);
      this.#say(draft === this.file ? words.inFile(cutText(draft.name, 200), sentence) : sentence, true);
    } finally {
      if (running === this.running) this.result.removeAttribute("aria-busy");
    }
  }

  #show(answer, remark) {
    const shown = element("div", { class: "draft-result" });
    const known = new Set(answer.drafts.map(({ document }) => document.path));
    const problems = answer.records.filter(({ type, path }) => type === "problem" && !known.has(path));
    this.result.replaceChildren(...problems.map(renderProblem));
    if (answer.drafts.length > 1) this.result.append(this.#chooser(answer, shown));
    this.result.append(shown);
    if (answer.drafts.length > 0) this.#showDraft(answer, 0, shown, remark);
    else this.#say(problems.length > 0 ? words.cannotRead : words.emptyDraft, true);
  }

  /// A container has many documents; one is shown at a time.
  #chooser(answer, shown) {
    const select = element("select", { id: "which" });
    answer.drafts.forEach(({ document }, at) => {
      const option = element("option", { value: at });
      appendText(option, document.title ? `${document.path}: ${document.title}` : document.path);
      select.append(option);
    });
    select.addEventListener("change", () => this.#showDraft(answer, Number(select.value), shown, ""));
    return element("p", { class: "which" }, element("label", { for: "which" }, words.draftsFound(answer.drafts.length)), " ", select);
  }

  #showDraft(answer, at, shown, remark) {
    const part = partOf(answer, at);
    const documents = documentsOf(answer);
    const canAccept = this.limits.accepts;
    // Accepted, or taken back, and what then has the focus.
    const done = (said, focused) => {
      render();
      this.#announce(said);
      shown.querySelector(focused)?.focus();
    };
    const accepted = (record, { reason, wasThere }) => Object.assign(record, { suppressed: `in the baseline: ${reason}`, acceptedBefore: wasThere });
    const takeBack = async (finding, records, focused) => {
      try {
        await unaccept(finding);
      } catch (error) {
        if (error.code !== "not-found") return this.#say(errorSentences(error), true);
      }
      for (const record of records) delete record.suppressed;
      return done(words.takenBack, focused);
    };
    const takeVerdictBack = canAccept && part.verdictFinding !== null ? () => takeBack(part.verdictFinding, [part.verdict], "#verdict-title") : null;
    const acceptVerdict = () => {
      if (!canAccept || part.verdictFinding === null) return [];
      const button = element("button", { type: "button" }, words.acceptVerdict);
      button.addEventListener("click", async () => {
        const answered = await askToAccept(part.verdictFinding, 1);
        if (answered === null) return;
        accepted(part.verdict, answered);
        done(words.acceptDone, "#verdict-title");
      });
      return [button];
    };
    const sameAs = (finding) => part.findings.filter(({ rule, fingerprint }) => rule === finding.rule && fingerprint === finding.fingerprint);
    const markerOf = (number) => `.findings [data-number="${number}"] .marker`;
    const actions = {
      accept: async (finding, number) => {
        const same = sameAs(finding);
        const answered = await askToAccept(finding, same.length);
        if (answered === null) return;
        for (const record of same) accepted(record, answered);
        done(words.acceptDone, markerOf(number));
      },
      takeBack: (finding, number) => takeBack(finding, sameAs(finding), markerOf(number)),
    };
    const render = () => {
      shown.replaceChildren(...part.problems.map(renderProblem));
      if (part.verdict !== null) shown.append(renderVerdict(part.verdict, documents, acceptVerdict(), takeVerdictBack));
      for (const section of [renderFooters(part.footers), renderChanges(part.matches)]) if (section !== null) shown.append(section);
      shown.append(renderFindings(part.text, part.findings, part.marks, canAccept ? actions : null));
    };
    render();
    const open = part.findings.filter(({ suppressed }) => suppressed === undefined).length;
    const findings = words.findingsCount(open, part.findings.length - open);
    const verdict = shown.querySelector("#verdict-title")?.textContent ?? words.cannotRead;
    if (remark) shown.prepend(element("p", { class: "problem" }, remark));
    this.#announce([remark, words.checked(verdict, findings)].filter(Boolean).join(" "));
    shown.scrollIntoView({ block: "nearest" });
  }
}
