// The desk over an archive of documents that try to be markup, and with such drafts: nothing runs, nothing leaves.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { assertFitsWidth, close, openPage } from "./lib/browser.mjs";
import { hostileFolder, payloads } from "./lib/hostile.mjs";
import { archiveOf, nuskha, scratch, startDesk } from "./lib/program.mjs";

let folder;
let desk;
let records;

before(async () => {
  folder = hostileFolder();
  const archive = archiveOf("hostile", [folder]);
  records = JSON.parse(nuskha("index", "report", archive, "--format", "json"));
  desk = await startDesk(archive, "--baseline", scratch("hostile-baseline.json"));
});
after(async () => {
  await desk?.stop();
  await close();
});

const open = (hash = "") => openPage(`${desk.url}${hash}`, { allow: [desk.url], expectedErrors: /422/ });
const noMarkup = async (page) => assert.equal(await page.locator("main :is(script, img, iframe, svg:not(.timebar), base, a[href^='javascript'])").count(), 0);

test("nothing runs in the lists", async () => {
  const page = await open();
  for (const name of ["families", "documents", "boilerplate"]) {
    await page.goto(`${desk.url}#${name}`);
    await page.locator(".vlist-row .row-title").first().waitFor();
    await page.locator(".vlist").focus();
    await page.keyboard.press("End");
    await page.locator(".vlist-row[aria-selected=true] .row-title").waitFor();
    await noMarkup(page);
    await assertFitsWidth(page);
  }
  await page.locator(".vlist-row").last().click();
  await page.locator(".passage-detail").waitFor();
  await noMarkup(page);
  await page.reload(); // its text is in the address
  await page.locator(".passage-detail").waitFor();
  await noMarkup(page);
  await page.done();
});

test("nothing runs in any family with all its changes open", async () => {
  const page = await open();
  for (const { id, members } of records.families) {
    await page.goto(`${desk.url}#family?id=${id}`);
    await page.locator(".stemma").waitFor();
    assert.equal(await page.locator(".version").count(), members.length);
    const opened = await page.evaluate(() => {
      const buttons = document.querySelectorAll(".version button[aria-expanded]");
      buttons.forEach((button) => button.click());
      return buttons.length;
    });
    await page.waitForFunction((count) => document.querySelectorAll(".version .changes > *").length >= count, opened);
    assert.equal(await page.locator(".changes .error").count(), 0);
    await noMarkup(page);
    await assertFitsWidth(page);
    await page.assertQuiet();
  }
  await page.done();
});

test("nothing runs in any document, whatever its name", async () => {
  const page = await open();
  for (const { path: name } of records.documents) {
    await page.goto(`${desk.url}#${new URLSearchParams({ path: name })}`.replace("#path", "#document?path"));
    await page.locator(".marked-text").waitFor();
    await noMarkup(page);
  }
  await assertFitsWidth(page);
  await page.done();
});

test("nothing runs in a draft with any payload, pasted", async () => {
  const page = await open();
  for (const [kind, payload] of Object.entries(payloads)) {
    await page.fill("#draft", `${payload}\n\nA draft with ${payload} in it, 14 April 2021, and some more words (${kind}).\n`);
    await page.locator("#draft-form button.primary").click();
    await page.locator(".marked-text", { hasText: `(${kind})` }).waitFor();
    await noMarkup(page);
  }
  await page.done();
});

test("nothing runs in a version of a hostile document, dropped under a hostile name, and accepted", async () => {
  const page = await open();
  for (const name of ["endOfScript-2.md", "image-2.md", "bidi-2.md", readdirSync(folder).find((file) => file.startsWith('">'))]) {
    const text = readFileSync(path.join(folder, name), "utf8").replaceAll("were counted", "have been counted");
    await page.setInputFiles("#file", { name: `"><img src=x onerror="globalThis.nuskhaPwned=1">\u202e ${name}`.replaceAll("/", ""), mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.locator(".verdict .path").waitFor();
    assert.ok((await page.locator(".changes-section :is(del, ins)").count()) > 0);
    await noMarkup(page);
    await page.getByRole("button", { name: "Accept this verdict" }).click();
    await page.fill("#reason", payloads.image);
    await page.locator("#accept button.primary").click();
    await page.locator(".verdict.accepted").waitFor();
    await noMarkup(page);
    await page.locator("#clear").click();
  }
  await page.done();
});

test("a draft of one word of a megabyte, and one with NUL, leave the page in order", async () => {
  const page = await open();
  await page.setInputFiles("#file", { name: "long.txt", mimeType: "text/plain", buffer: Buffer.from(readFileSync(path.join(folder, "long-1.txt"), "utf8")) });
  await page.locator(".verdict").waitFor();
  await assertFitsWidth(page);
  await page.setInputFiles("#file", { name: "nul.txt", mimeType: "text/plain", buffer: Buffer.from("a\u0000b <script>globalThis.nuskhaPwned=1</script>") });
  await page.locator(":is(#status.error, .problem, .verdict)").first().waitFor();
  await page.fill("#draft", `نص ${"ب".repeat(1e6)}`);
  await page.locator("#draft-form button.primary").click();
  await page.locator(".verdict h2", { hasText: "This is new" }).waitFor();
  await assertFitsWidth(page);
  await page.fill("#draft", "A plain draft after all that, of some words in a row.");
  await page.locator("#draft-form button.primary").click();
  await page.locator(".verdict h2", { hasText: "This is new" }).waitFor();
  await page.done();
});
