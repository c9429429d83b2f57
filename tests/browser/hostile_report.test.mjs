// The report page, and the page of a diff, of documents that try to be markup: nothing runs, nothing leaves, all is shown.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { assertFitsWidth, close, openPage } from "./lib/browser.mjs";
import { hostileFolder, payloads } from "./lib/hostile.mjs";
import { nuskha, reportOf, scratch } from "./lib/program.mjs";

let folder;
let report;
let records;

before(() => {
  folder = hostileFolder();
  report = reportOf("hostile-report", [folder]);
  records = JSON.parse(nuskha("scan", folder, "--format", "json", "--no-timing"));
});
after(close);

test("the fixtures do what they should: families of each payload, boilerplate, problems", () => {
  const inFamilies = JSON.stringify(records.families);
  for (const kind of Object.keys(payloads)) assert.match(inFamilies, new RegExp(`${kind}-1|records`), kind);
  assert.ok(records.families.length >= 15);
  assert.ok(records.boilerplate.length >= 1);
  assert.ok(records.problems.length >= 2);
});

test("the file has one script, one style and one block of data, whatever the texts hold", () => {
  const html = readFileSync(report.file, "utf8");
  assert.equal(html.match(/<script/g).length, html.match(/<\/script>/g).length);
  assert.doesNotMatch(html, /<img|<svg|<iframe|<base/);
  assert.ok(!html.includes("\u0000"));
});

for (const section of ["overview", "families", "relations", "pair=1", "boilerplate", "problems"]) {
  test(`nothing runs in ${section}`, async () => {
    const page = await openPage(`${report.url}#${section}`);
    await page.locator("main h1").waitFor();
    for (const button of await page.locator("main button.more:visible").all()) await button.click();
    await assertFitsWidth(page);
    assert.equal(await page.locator("main :is(script, img, iframe, a[href^='javascript'], link, base)").count(), 0);
    await page.done();
  });
}

test("nothing runs in any family with all its diffs open", async () => {
  const page = await openPage(`${report.url}#families`);
  for (const { id, members } of records.families) {
    await page.goto(`${report.url}#family=${id}`);
    await page.locator(".stemma").waitFor();
    await page.evaluate(() => document.querySelectorAll(".version button[aria-expanded]").forEach((button) => button.click()));
    assert.equal(await page.locator(".version").count(), members.length);
    assert.equal(await page.locator("main :is(script, img, iframe, base)").count(), 0);
    await assertFitsWidth(page);
    await page.assertQuiet();
  }
  await page.done();
});

test("a hostile title is shown as it is written, with its overrides named", async () => {
  const page = await openPage(`${report.url}#families`);
  await page.locator("input[name=text]").fill("bridges");
  await page.locator(".vlist-row:first-child", { hasText: `<script>globalThis` }).waitFor();
  await page.locator("input[name=text]").fill("markets");
  await page.locator(".vlist-row:first-child", { hasText: "[U+202E]" }).waitFor();
  assert.doesNotMatch(await page.locator(".vlist").innerText(), /\u202e/);
  await page.done();
});

test("nothing runs in the page of a diff", async () => {
  for (const kind of ["script", "endOfStyle", "bidi", "long"]) {
    const ending = kind === "long" ? "txt" : "md";
    const file = scratch(`diff-${kind}.html`);
    writeFileSync(file, nuskha("diff", path.join(folder, `${kind}-1.${ending}`), path.join(folder, `${kind}-2.${ending}`), "--format", "html"));
    const page = await openPage(pathToFileURL(file).href);
    assert.ok((await page.locator("del, ins").count()) > 0);
    assert.equal(await page.locator("body :is(script, img, iframe, base)").count(), 0);
    await assertFitsWidth(page);
    await page.done();
  }
});
