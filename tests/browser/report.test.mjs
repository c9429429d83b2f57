// The report page of the fixtures, as people use it: numbers, search and filters, keyboard, the tree of versions, diffs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible, assertFitsWidth, close, focused, openPage } from "./lib/browser.mjs";
import { nuskha, reportOf } from "./lib/program.mjs";

const paths = ["archive", "check_archive", "check_new"];
const sections = ["overview", "families", "family=1", "boilerplate", "problems"];
let report;
let records;

before(() => {
  report = reportOf("fixtures", paths);
  records = JSON.parse(nuskha("scan", ...paths, "--format", "json", "--no-timing"));
});
after(close);

const numberIn = async (locator) => Number((await locator.innerText()).replaceAll(",", "").match(/\d+/)[0]);
const count = (page) => numberIn(page.locator(".status"));
const titles = (page) => page.locator(".vlist-row .row-title").allInnerTexts();

/** Opens the families with one filter set. */
async function filtered(filters) {
  const page = await openPage(`${report.url}#families`);
  for (const [name, value] of Object.entries(filters)) {
    const control = page.locator(`.filters [name=${name}]`);
    if ((await control.evaluate((element) => element.tagName)) === "SELECT") await control.selectOption({ label: value });
    else await control.fill(value);
  }
  await page.waitForTimeout(150);
  return page;
}

const sizeOf = (family) => family.members.length;
const datesOf = (family) => family.members.map(({ date }) => date).filter(Boolean);

test("the overview has the numbers of the scan", async () => {
  const page = await openPage(report.url);
  const tiles = await page.locator(".tiles").innerText();
  for (const number of [records.summary.documents, records.summary.families, records.summary.boilerplate, records.summary.problems])
    assert.match(tiles.replaceAll(",", ""), new RegExp(`\\b${number}\\b`));
  assert.ok((await page.locator(".chart svg").count()) >= 3);
  await page.done();
});

for (const [look, options] of [["light", {}], ["dark", { colorScheme: "dark" }], ["a phone", { viewport: { width: 360, height: 740 } }]]) {
  test(`every section is accessible and fits, ${look}`, async () => {
    const page = await openPage(report.url, options);
    for (const section of sections) {
      await page.goto(`${report.url}#${section}`);
      await page.locator("main h1").waitFor();
      await assertAccessible(page);
      await assertFitsWidth(page);
    }
    await page.done();
  });
}

test("the list tells how many families there are, and opens the largest first", async () => {
  const page = await filtered({});
  assert.equal(await count(page), records.families.length);
  const largest = Math.max(...records.families.map(sizeOf));
  assert.match(await page.locator(".vlist-row").first().innerText(), new RegExp(`\\b${largest} documents`));
  await page.done();
});

test("a search in other letters and marks finds the Arabic title", async () => {
  const title = "نتائج مسح القراءة والكتابة";
  const page = await filtered({ text: "نتائج مسح القراءه والكِتابة" });
  assert.ok((await titles(page)).includes(title));
  assert.ok((await count(page)) < records.families.length / 2);
  await page.done();
});

test("filters by relation, folder, date and size agree with the records", async () => {
  const expectations = [
    [{ relation: "reissue" }, (family) => family.members.some(({ relation }) => relation === "reissue")],
    [{ folder: "check_archive" }, (family) => family.members.some(({ path }) => path.startsWith("check_archive/"))],
    [{ from: "2024-01-01" }, (family) => datesOf(family).some((date) => date >= "2024-01-01")],
    [{ to: "2019-12-31" }, (family) => datesOf(family).some((date) => date <= "2019-12-31")],
    [{ least: "4" }, (family) => sizeOf(family) >= 4],
  ];
  for (const [filters, matches] of expectations) {
    const page = await filtered(filters);
    const expected = records.families.filter(matches).length;
    assert.ok(expected > 0 && expected < records.families.length);
    assert.equal(await count(page), expected, JSON.stringify(filters));
    await page.done();
  }
});

test("an order by date puts the newest family first", async () => {
  const page = await filtered({ sort: "newest first" });
  const newest = records.families.flatMap(datesOf).sort().at(-1);
  assert.match(await page.locator(".vlist-row").first().innerText(), new RegExp(newest));
  await page.done();
});

test("the keyboard goes from the search to a family, its changes and back", async () => {
  const page = await openPage(`${report.url}#families`);
  await page.keyboard.press("/");
  await page.keyboard.type("القراءة");
  await page.waitForTimeout(150);
  await page.keyboard.press("ArrowDown");
  assert.equal((await focused(page)).role, "listbox");
  await page.keyboard.press("Enter");
  await page.locator(".stemma").waitFor();
  for (let steps = 0; (await focused(page)).role !== "treeitem"; ++steps) {
    assert.ok(steps < 10, "Tab doesn't reach the tree");
    await page.keyboard.press("Tab");
  }
  while (!(await page.evaluate(() => document.activeElement.querySelector("button[aria-expanded]") !== null))) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator(".version .changes").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".vlist").waitFor();
  assert.equal((await focused(page)).role, "listbox");
  await page.done();
});

test("a family's tree has the parents of the records, the copy to keep, and the diff of an edge", async () => {
  const family = records.families.find(({ members }) => members.some(({ path }) => path.endsWith("2023/literacy-ar.txt")));
  const page = await openPage(`${report.url}#family=${family.id}`);
  const rows = page.locator(".version");
  assert.equal(await rows.count(), family.members.length);
  const shown = await rows.evaluateAll((versions) => versions.map((version) => ({ path: version.querySelector(".path").textContent, level: Number(version.getAttribute("aria-level")) })));
  const parents = new Map();
  const open = [];
  for (const { path, level } of shown) {
    open[level] = path;
    parents.set(path, level === 1 ? null : open[level - 1]);
  }
  for (const { path, parent } of family.members) assert.equal(parents.get(path), parent, path);
  assert.equal(await page.locator(".version:has(.chip.keep) .path").innerText(), family.keep);

  const revised = family.members.findIndex(({ relation }) => relation === "revision");
  await rows.filter({ hasText: family.members[revised].path }).locator("button[aria-expanded]").click();
  assert.ok((await page.locator(".changes del").count()) > 0);
  assert.ok((await page.locator(".changes ins").count()) > 0);
  await page.done();
});

test("Arabic lines of a diff run from right to left", async () => {
  const family = records.families.find(({ members }) => members.some(({ path }) => path.endsWith("2023/literacy-ar.txt")));
  const page = await openPage(`${report.url}#family=${family.id}`);
  await page.locator(".version button[aria-expanded]").first().click();
  const directions = await page.locator(".diff p.changed").evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction));
  assert.ok(directions.length > 0);
  assert.deepEqual([...new Set(directions)], ["rtl"]);
  await page.done();
});

test("boilerplate is listed with its wordings, and can be searched", async () => {
  const page = await openPage(`${report.url}#boilerplate`);
  assert.equal(await count(page), records.boilerplate.length);
  await page.locator("input[type=search]").fill("الجهاز المركزي");
  assert.ok((await count(page)) < records.boilerplate.length);
  assert.ok((await page.locator(".variant").count()) >= 2);
  await page.done();
});

test("the list of families can be printed", async () => {
  const page = await openPage(`${report.url}#families`);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".printed li:visible").count(), records.families.length);
  assert.equal(await page.locator(".vlist:visible").count(), 0);
  await page.done();
});
