// The desk, as an editor uses it: a draft pasted, dropped or chosen, its verdict, changes, findings and footers; what is
// accepted; lists of the archive; the keyboard; and what is said when something fails.
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { assertAccessible, assertFitsWidth, close, focused, openPage } from "./lib/browser.mjs";
import { currentFooter, newRelease, oldFigures, oldFooter, reissueWithOldFooter } from "./lib/drafts.mjs";
import { archiveOf, fixtures, nuskha, scratch, startDesk } from "./lib/program.mjs";

const baseline = scratch("baseline.json");
let archive;
let desk;
let records;

before(async () => {
  archive = archiveOf("desk", ["check_archive"]);
  desk = await startDesk(archive, "--baseline", baseline);
  records = JSON.parse(nuskha("index", "report", archive, "--format", "json"));
});
after(async () => {
  await desk?.stop();
  await close();
});

const open = (hash = "", options = {}) => openPage(`${desk.url}${hash}`, { allow: [desk.url], ...options });

/** Opens the desk and checks a pasted draft. */
async function checked(draft, options) {
  const page = await open("", options);
  await page.locator("#archive", { hasText: "28 documents" }).waitFor();
  await page.fill("#draft", draft);
  await page.locator("#draft").press("Control+Enter");
  await page.locator(".verdict").waitFor();
  return page;
}

test("a re-issued Arabic release: verdict, changes and the outdated footer", async () => {
  const page = await checked(reissueWithOldFooter());
  const verdict = await page.locator(".verdict h2").innerText();
  assert.match(verdict, /^This is a re-issue of .* of 7 March 2023: /);
  assert.match(await page.locator(".verdict .path").innerText(), /check_archive\/2023\/literacy-ar\.txt/);
  assert.match(await page.locator("#status").innerText(), /re-issue.*finding/);

  const removed = await page.locator(".changes-section del").allInnerTexts();
  const added = await page.locator(".changes-section ins").allInnerTexts();
  assert.ok(removed.includes("7 آذار 2023"), removed.join());
  assert.ok(added.includes("15 تشرين الأول 2024"), added.join());
  assert.equal(await page.locator(".changes-section p.changed").first().evaluate((line) => getComputedStyle(line).direction), "rtl");

  const footer = page.locator(".footer.outdated").first();
  assert.match(await footer.innerText(), /Outdated/);
  assert.equal(await footer.locator("blockquote").nth(1).innerText(), currentFooter);
  assert.match(await page.locator(".finding .rule").allInnerTexts().then((rules) => rules.join()), /outdated-boilerplate/);
  await page.done();
});

test("the current footer can be copied", async () => {
  const page = await checked(reissueWithOldFooter());
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator(".footer.outdated .copy").first().click();
  await page.getByText("Copied.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), currentFooter);
  await page.done();
});

test("a new release is called new, an old version names the newest one", async () => {
  const page = await checked(newRelease());
  assert.match(await page.locator(".verdict h2").innerText(), /^This is new/);
  assert.equal(await page.locator(".changes-section").count(), 0);
  await page.fill("#draft", oldFigures());
  await page.locator("#draft-form button.primary").click();
  await page.locator(".verdict h2", { hasText: "This is a version of" }).waitFor();
  assert.match(await page.locator(".verdict .newest").innerText(), /Newest version: .* 2 April 2024/);
  await page.getByRole("button", { name: "Against the newest" }).click();
  assert.equal(await page.getByRole("button", { name: "Against the newest" }).getAttribute("aria-pressed"), "true");
  assert.ok((await page.locator(".changes-section del").count()) > 0);
  await page.done();
});

test("a number leads from the text to the finding and back, arrows from one to the next", async () => {
  const page = await checked(reissueWithOldFooter());
  const inText = page.locator(".marked-text .marker").first();
  await inText.focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".findings") !== null), true);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".marked-text") !== null), true);
  assert.ok((await page.locator("mark.chosen").count()) > 0);
  const mark = page.locator(".marked-text mark.warning").last();
  assert.equal(`${await mark.innerText()}.`, oldFooter, "the words of the footer are marked");
  await mark.click();
  assert.equal(await page.evaluate(() => document.activeElement.closest(".finding") !== null), true);
  await page.done();
});

test("a finding is accepted with a reason: in the page, in the baseline, and at the next check", async () => {
  const page = await checked(reissueWithOldFooter());
  const finding = page.locator(".finding", { hasText: "outdated-boilerplate" });
  await finding.getByRole("button", { name: /^Accept/ }).click();
  assert.equal((await focused(page)).id, "reason");
  await assertAccessible(page, "dialog");
  await page.keyboard.press("Escape");
  assert.match((await focused(page)).text, /Accept/, "the focus doesn't come back");
  await finding.getByRole("button", { name: /^Accept/ }).click();
  await page.fill("#reason", "صياغة <b>قديمة</b> مقصودة");
  await page.locator("#accept button.primary").click();
  await finding.getByText("Accepted: صياغة <b>قديمة</b> مقصودة").waitFor();
  assert.match(await page.locator(".findings-list h2").innerText(), /, 1 accepted$/);
  assert.equal(await page.evaluate(() => document.activeElement.closest(".finding") !== null), true, "the focus is lost");
  assert.match(await page.locator("#status").textContent(), /Accepted/);

  const { entries } = JSON.parse(readFileSync(baseline, "utf8"));
  assert.deepEqual(entries.map(({ rule, reason }) => [rule, reason]), [["outdated-boilerplate", "صياغة <b>قديمة</b> مقصودة"]]);
  // Another tab, which still shows it as open, doesn't take that reason away.
  const other = await checked(reissueWithOldFooter(), { expectedErrors: /409/ });
  await page.reload();
  assert.equal(await page.inputValue("#draft"), reissueWithOldFooter(), "a reload loses the draft");
  await page.locator("#draft-form button.primary").click();
  await page.locator(".finding.accepted", { hasText: "outdated-boilerplate" }).waitFor();
  await finding.getByRole("button", { name: "Take back" }).click();
  await page.locator(".finding.warning", { hasText: "outdated-boilerplate" }).waitFor();
  assert.deepEqual(JSON.parse(readFileSync(baseline, "utf8")).entries, []);
  await other.locator("#draft-form button.primary").click();
  const there = other.locator(".finding.warning", { hasText: "outdated-boilerplate" });
  await there.getByRole("button", { name: /^Accept/ }).waitFor();
  for (const [tab, reason] of [[page, "one"], [other, "two"]]) {
    await tab.locator(".finding", { hasText: "outdated-boilerplate" }).getByRole("button", { name: /^Accept/ }).click();
    await tab.fill("#reason", reason);
    await tab.locator("#accept button.primary").click();
  }
  await other.getByText("Somebody had accepted it before: one").waitFor();
  assert.deepEqual(JSON.parse(readFileSync(baseline, "utf8")).entries.map(({ reason }) => reason), ["one"]);
  await other.done();
  await page.done();
});

test("a verdict is accepted, too", async () => {
  const page = await checked(oldFigures());
  await page.getByRole("button", { name: "Accept this verdict" }).click();
  await page.fill("#reason", "For the record.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".verdict.accepted", { hasText: "Accepted: For the record." }).waitFor();
  await page.locator(".verdict .take-back").click();
  await page.getByRole("button", { name: "Accept this verdict" }).waitFor();
  // Only what was checked is shown as such.
  await page.fill("#draft", newRelease());
  await page.locator("#result.stale .stale-note").waitFor();
  await page.fill("#draft", "");
  await page.locator("#draft-form button.primary").click();
  await page.locator("#status", { hasText: "nothing to check" }).waitFor();
  assert.equal(await page.locator(".verdict").count(), 0, "the verdict of the text before is still there");
  await page.done();
});

test("files are chosen and dropped, in any format", async () => {
  const page = await open();
  for (const [file, words] of [["formats/fee-cut-ar.docx", "new"], ["formats/pdf-release-ar.pdf", "new"], ["check_archive/2023/literacy-ar.txt", "in the archive already"]]) {
    await page.setInputFiles("#file", path.join(fixtures, file));
    await page.locator(".verdict h2", { hasText: words }).waitFor();
    assert.match(await page.locator("#file-name").innerText(), new RegExp(path.basename(file)));
    await page.locator("#clear").click();
    assert.equal(await page.locator(".verdict").count(), 0);
  }
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
    return data;
  }, newRelease());
  await page.dispatchEvent("body", "dragover", { dataTransfer: dropped });
  assert.equal(await page.locator("#draft-form.dropping").count(), 1);
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  await page.locator(".verdict h2", { hasText: "This is new" }).waitFor();
  await page.done();
});

test("a file with several documents shows them one by one", async () => {
  const page = await open();
  await page.setInputFiles("#file", path.join(fixtures, "check_new/records.jsonl"));
  await page.locator("#which").waitFor();
  assert.equal(await page.locator("#which option").count(), 3);
  await page.locator("#which").selectOption("1");
  await page.locator(".verdict h2", { hasText: "byte for byte" }).waitFor();
  await page.done();
});

test("families, documents and boilerplate are listed and searched as the archive has them", async () => {
  const page = await open("#families");
  await page.locator(".status", { hasText: `${records.families.length} families` }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("القراءة");
  await page.locator(".status", { hasText: "1 family" }).waitFor();
  assert.match(page.url(), /q=/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator(".stemma").waitFor();
  const family = records.families.find(({ members }) => members.some(({ path: member }) => member.includes("literacy")));
  assert.equal(await page.locator(".version").count(), family.members.length);
  assert.equal(await page.locator(".version:has(.chip.keep) .path").innerText(), family.keep);
  await page.locator(".version button[aria-expanded]", { hasText: /\d+ % unchanged$/ }).first().click();
  await page.locator(".version .diff del").first().waitFor();
  assert.match(page.url(), /#family\?path=/);
  assert.match(await page.title(), /^Literacy|– Families – desk\.nuskha – nuskha desk$/);
  assert.equal(await page.locator(".version a").count(), family.members.length, "each version is a link to its document");
  await page.keyboard.press("Escape");
  await page.locator(".status", { hasText: "1 family" }).waitFor();
  await page.locator(".vlist:focus .vlist-row[aria-selected=true]").waitFor();

  await page.goto(`${desk.url}#documents`);
  await page.locator(".status", { hasText: `${records.documents.length} documents` }).waitFor();
  await page.locator(".vlist").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.locator("main h2", { hasText: "Text" }).waitFor();
  await page.goBack();
  await page.locator(`.vlist:focus .vlist-row[aria-selected=true][aria-posinset="${records.documents.length}"]`).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("main h2", { hasText: "Text" }).waitFor();
  assert.ok((await page.locator(".marked-text").innerText()).length > 100);
  await page.goto(`${desk.url}#boilerplate`);
  await page.locator(".status", { hasText: `${records.boilerplate.length} passage` }).waitFor();
  await page.locator(".vlist-row").first().click();
  await page.locator(".passage-detail blockquote").first().waitFor();
  const passage = await page.locator(".passage-detail").innerText();
  assert.ok(!passage.includes("U+000A"), "line ends aren't shown as such");
  await page.reload();
  await page.locator(".passage-detail blockquote").first().waitFor();
  assert.equal(await page.locator(".passage-detail").innerText(), passage, "a passage has an address");
  await page.done();
});

test("filters of the families agree with the records", async () => {
  const page = await open("#families?from=2024-01-01");
  const expected = records.families.filter(({ members }) => members.some(({ date }) => date >= "2024-01-01")).length;
  await page.locator(".status", { hasText: new RegExp(`^${expected} famil`) }).waitFor();
  await page.locator("[name=from]").fill("");
  await page.locator("[name=min_size]").fill("3");
  const large = records.families.filter(({ members }) => members.length >= 3).length;
  await page.locator(".status", { hasText: new RegExp(`^${large} famil`) }).waitFor();
  await page.done();
});

test("an address that is opened in a tab of its own leads to the lists, and one that isn't there to the drafts", async () => {
  const page = await open(`#document?path=${encodeURIComponent(records.documents[0].path)}`);
  await page.locator("main h2", { hasText: "Text" }).waitFor();
  await page.locator(".back").click();
  await page.locator(".status", { hasText: `${records.documents.length} documents` }).waitFor();
  await page.goto(`${desk.url}#famlies`);
  await page.locator(".tabs a[aria-current]", { hasText: "Check" }).waitFor();
  await page.goto(`${desk.url}#documents?folder=check_archive/2024&q=txt`);
  const within = records.documents.filter(({ path: name }) => name.startsWith("check_archive/2024/")).length;
  await page.locator(".status", { hasText: `${within} document` }).waitFor();
  assert.equal(await page.locator("[name=folder]").inputValue(), "check_archive/2024");
  assert.equal(await page.locator("datalist option[value='check_archive']").count(), 1, "folders above are offered");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".printed li").count(), within);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".printed li").first().isVisible());
  assert.equal(await page.locator(".printed.facts").innerText(), "Search: txt; Folder: check_archive/2024");
  assert.ok(!(await page.locator(".filters").isVisible()));
  await page.emulateMedia({ media: "screen" });
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.locator(".vlist-row").first().click({ modifiers: ["ControlOrMeta"] })]);
  await tab.waitForURL(/#document\?path=/);
  assert.match(page.url(), /#documents/);
  await page.context().close();
});

/** Draws views of diffs, and reads the texts of their lines as they stand on the screen, from left to right. */
async function drawn(page, views) {
  return page.evaluate(async (lines) => {
    const { renderDiff } = await import("/web/diff_view.js");
    const shown = renderDiff({ lines });
    document.querySelector("main").append(shown);
    return [...shown.querySelectorAll("p")].map((line) => {
      const letters = [];
      const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement.closest(".kind")) continue;
        [...texts.currentNode.data].forEach((letter, at) => {
          const range = document.createRange();
          range.setStart(texts.currentNode, at);
          range.setEnd(texts.currentNode, at + 1);
          letters.push([range.getBoundingClientRect().left, letter]);
        });
      }
      return letters.sort(([a], [b]) => a - b).map(([, letter]) => letter).join("");
    });
  }, views);
}

test("dates, numbers, addresses and changes in both scripts stand on the screen in the order in which they are written", async () => {
  const page = await open();
  const lines = await drawn(page, [
    { runs: ["في ", [-1, "٥/٣/٢٠٢١"], [1, "٥/٣/٢٠٢٢", "date"]], rtl: true },
    { runs: ["و", [-1, "٢١٫٥٪"], [1, "٢٢٫٥٪", "number"]], rtl: true },
    { runs: ["و", { ltr: ["https://un.org/ar/", [-1, "a"], [1, "b", "address"], "/خبر.html"] }], rtl: true },
    { runs: ["و", { ltr: ["un.org/٢٠٢١/", [-1, "٥"], [1, "٦", "address"], "/٧"] }], rtl: true },
    { runs: ["و", { ltr: ["un.org/", [1, "خبر اليوم", "address"], "/a"] }], rtl: true },
    { runs: ["و", { ltr: ["A/RES/75/", [-1, "12"], [1, "13", "number"]] }, " قال"], rtl: true },
    { runs: ["يباع ", [-1, "الدواء"], [1, "H1N1 في"], " السوق"], rtl: true },
    ["at ", [1, "الشرق or West"]],
    { runs: ["من Exchange ", [-1, "لكي"], [1, "لـ"], " ToDo"], rtl: true },
    { runs: [[-1, "ملصقات "], [1, "عناوين "], { ltr: [[-1, "Microsoft"], [1, "office"], " 365"] }], rtl: true },
    ["in الشرق ", [1, "or"], " الغرب"],
    { runs: ["قالت ", [1, "Google، Apple، "], "إن"], rtl: true },
    { runs: ["قالت ", [1, "(Reuters)، "], "إن"], rtl: true },
    { runs: [[-1, "1. "], "قالت"], rtl: true },
    ["in ", [1, "عمان، "], "too"],
    [[1, "٥ أيار"]],
  ]);
  assert.deepEqual(lines, ["٥/٣/٢٠٢٢٥/٣/٢٠٢١ يف", "٪٢٢٫٥٪٢١٫٥و", "https://un.org/ar/ab/ربخ.htmlو", "un.org/٢٠٢١/٥٦/٧و", "un.org/مويلا ربخ/aو", "لاق A/RES/75/1213و", "قوسلا يف H1N1ءاودلا عابي", "at قرشلا or West", "ToDo ـليكل Exchange نم", "Microsoftoffice 365 نيوانع تاقصلم", "in قرشلا or برغلا", "نإ ،Google، Apple تلاق", "نإ ،)Reuters( تلاق", "تلاق .1", "in نامع، too", "رايأ ٥"]);
  await drawn(page, [[[1, "13", "number"], "). So"], [[1, "13", "number"], ".5 so"]]);
  assert.deepEqual((await page.locator(".diff p").allTextContents()).slice(-2), ["13).number So", "13number.5 so"]);
  assert.deepEqual(await page.locator(".diff").first().locator("p").last().evaluate((line) => getComputedStyle(line).direction), "rtl");
  await page.done();
});

for (const [look, options] of [["light", {}], ["dark", { colorScheme: "dark" }], ["a phone", { viewport: { width: 360, height: 740 } }]]) {
  test(`every page is accessible and fits, ${look}`, async () => {
    const page = await checked(reissueWithOldFooter(), options);
    await assertAccessible(page);
    await assertFitsWidth(page);
    for (const name of ["families", "documents", "boilerplate", "family?id=1", `document?path=${encodeURIComponent(records.documents[0].path)}`]) {
      await page.goto(`${desk.url}#${name}`);
      await page.locator("main h1:visible").waitFor();
      if (!name.includes("?")) await page.locator(".vlist-row .row-title").first().waitFor();
      await assertAccessible(page);
      await assertFitsWidth(page);
    }
    await page.done();
  });
}

test("everything on the page of a check can be reached by Tab, with a focus to see", async () => {
  const page = await checked(reissueWithOldFooter());
  const wanted = await page.locator("#result :is(button, a[href]):not(:disabled)").count();
  await page.locator("#clear").focus();
  let reached = 0;
  for (let at = 0; at < wanted + 10; ++at) {
    await page.keyboard.press("Tab");
    const [isInside, outline] = await page.evaluate(() => [document.activeElement.matches("#result :is(button, a[href])"), getComputedStyle(document.activeElement).outlineStyle]);
    if (!isInside) continue;
    ++reached;
    assert.notEqual(outline, "none");
  }
  assert.equal(reached, wanted);
  await page.done();
});

test("a verdict is printed without the form", async () => {
  const page = await checked(reissueWithOldFooter());
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".verdict").isVisible());
  assert.ok(!(await page.locator("#draft").isVisible()));
  assert.ok(!(await page.locator(".tabs").isVisible()));
  await page.done();
});

test("too large, nothing to check, and a file that can't be read are said in words", async () => {
  const small = await startDesk(archive, "--max-draft", "1000");
  const page = await openPage(small.url, { allow: [small.url], expectedErrors: /413|422/ });
  await page.locator("#archive", { hasText: "28 documents" }).waitFor();
  await page.locator("#draft-form button.primary").click();
  await page.locator("#status", { hasText: "nothing to check" }).waitFor();
  await page.fill("#draft", "كلمة ".repeat(500));
  await page.locator("#draft-form button.primary").click();
  await page.locator("#status.error", { hasText: "too large" }).waitFor();
  await page.fill("#draft", newRelease().slice(0, 300));
  await page.locator("#draft-form button.primary").click();
  await page.locator(".verdict").waitFor();
  assert.equal(await page.locator("button.accept").count(), 0, "nothing can be accepted without a baseline");
  writeFileSync(scratch("noise.bin"), Buffer.from([0, 1, 2, 255, 0, 0, 3]));
  await page.setInputFiles("#file", scratch("noise.bin"));
  await page.locator("#status.error", { hasText: "noise.bin" }).waitFor();
  await page.locator(":is(#status.error, .problem)").first().waitFor();
  await page.done();
  await small.stop();
});

test("a desk that is gone, and an archive that is gone, are said in words", async () => {
  const copy = archiveOf("gone", ["check_archive/2024"]);
  const other = await startDesk(copy);
  const page = await openPage(other.url, { allow: [other.url], expectedErrors: /ERR_|503|Failed to load/ });
  await page.fill("#draft", newRelease());
  renameSync(copy, `${copy}.moved`);
  await page.locator("#draft-form button.primary").click();
  await page.locator(":is(#status.error, .verdict)").first().waitFor();
  await other.stop();
  await page.locator("#draft-form button.primary").click();
  await page.locator("#status.error", { hasText: "does not answer" }).waitFor();
  await page.done();
});

test("an archive that another program adds to is seen without a restart", async () => {
  const page = await checked(newRelease());
  assert.match(await page.locator(".verdict h2").innerText(), /^This is new/);
  nuskha("index", "add", archive, "check_new/library-count-ar.txt");
  await page.locator("#draft-form button.primary").click();
  await page.locator(".verdict h2", { hasText: "in the archive already" }).waitFor();
  await page.done();
});

test("a list that is looked at while the archive changes keeps its place, and says so", async () => {
  const record = (id) => `${JSON.stringify({ id: `r${id}`, text: Array.from({ length: 12 }, (_, at) => `word${id * 31 + at * 7919}`).join(" ") })}\n`;
  writeFileSync(scratch("many.jsonl"), Array.from({ length: 450 }, (_, id) => record(id)).join(""));
  writeFileSync(scratch("more.jsonl"), record(1000));
  const many = archiveOf("many", [scratch("many.jsonl")]);
  const other = await startDesk(many);
  const page = await openPage(`${other.url}#documents`, { allow: [other.url] });
  await page.locator(".status", { hasText: "450 documents" }).waitFor();
  nuskha("index", "add", many, scratch("more.jsonl"));
  await page.locator(".vlist").focus();
  await page.keyboard.press("End");
  await page.locator(".status", { hasText: "451 documents. The archive has changed" }).waitFor();
  await page.locator(".vlist:focus .vlist-row[aria-selected=true][aria-posinset='450'] .row-title").waitFor();
  await page.goto(`${other.url}#check`);
  assert.match(await page.locator("#archive").innerText(), /451 documents/);
  await page.done();
  await other.stop();
});

test("a draft that is written on while it is checked isn't taken for what was checked", async () => {
  const page = await open();
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/api/check", async (route) => {
    await held;
    await route.continue();
  });
  await page.fill("#draft", "A draft of some words in a row, which is checked.");
  await page.locator("#draft-form button.primary").click();
  await page.fill("#draft", "Quite another text, of which nothing is known yet.");
  go();
  await page.locator(".stale-note").waitFor();
  await page.done();
});

test("what is no filter's value goes from the address, too", async () => {
  const page = await open("#families?relation=bogus&sort=none&from=x&min_size=1&folder=check_archive");
  await page.locator(".vlist-row").first().waitFor();
  assert.equal(await page.evaluate(() => location.hash), "#families?folder=check_archive");
  assert.equal(await page.locator("select[name=sort]").inputValue(), "");
  await page.done();
});

test("each passage is found again by its address", async () => {
  const page = await open("#boilerplate");
  await page.locator(".vlist-row").first().waitFor();
  const count = await page.locator(".vlist-row").count();
  for (let at = 0; at < count; ++at) {
    const row = page.locator(`[data-index="${at}"]`);
    const documents = /([0-9,]+) documents?/.exec(await row.innerText())[1];
    await row.click();
    await page.locator(".passage-detail .facts", { hasText: `${documents} document` }).waitFor();
    await page.goBack();
    await page.locator(".vlist-row").first().waitFor();
  }
  await page.done();
});

test("the desk with a token asks for it", async () => {
  writeFileSync(scratch("token"), "a-token-of-more-than-sixteen-letters\n");
  const guarded = await startDesk(archive, "--token-file", scratch("token"));
  const page = await openPage(guarded.url, { allow: [guarded.url], expectedErrors: /401/ });
  await page.locator("#login[open]").waitFor();
  await page.fill("#token", "wrong");
  await page.keyboard.press("Enter");
  await page.locator("#login-error", { hasText: "not the token" }).waitFor();
  await page.fill("#token", "a-token-of-more-than-sixteen-letters");
  await page.keyboard.press("Enter");
  await page.locator("#archive", { hasText: "documents" }).waitFor();
  assert.ok(existsSync(archive));
  await page.done();
  await guarded.stop();
});
