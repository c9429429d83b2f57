// The report page of the fixtures, as people use it: numbers, search and filters, keyboard, the tree of versions, diffs.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { assertAccessible, assertFitsWidth, close, eventually, focused, openPage, settled } from "./lib/browser.mjs";
import { oddFolder } from "./lib/odd.mjs";
import { fixtures, nuskha, reportOf, scratch } from "./lib/program.mjs";

const paths = ["archive", "check_archive", "check_new"];
const sections = ["overview", "families", "family=1", "relations", "pair=1", "boilerplate", "problems"];
let report;
let odd;
let records;

before(() => {
  report = reportOf("fixtures", paths);
  odd = reportOf("odd", [oddFolder()]);
  records = JSON.parse(nuskha("scan", ...paths, "--format", "json", "--no-timing"));
});
after(close);

const numberIn = async (locator) => Number((await locator.innerText()).replaceAll(",", "").match(/\d+/)[0]);
const count = (page) => numberIn(page.locator(".status"));
const assertCount = (page, expected, message) => eventually(async () => assert.equal(await count(page), expected, message));
const assertFocus = (page, role) => eventually(async () => assert.equal((await focused(page)).role, role));
const titles = (page) => page.locator(".vlist-row .row-title").allInnerTexts();

/** Opens the families with one filter set. */
async function filtered(filters) {
  const page = await openPage(`${report.url}#families`);
  for (const [name, value] of Object.entries(filters)) {
    const control = page.locator(`.filters [name=${name}]`);
    if ((await control.evaluate((element) => element.tagName)) === "SELECT") await control.selectOption({ label: value });
    else await control.fill(value);
  }
  await settled(page);
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
    await page.goto(`${report.url}#family=1`);
    await page.locator(".version button[aria-expanded]").first().click();
    await page.locator(".changes .diff").waitFor();
    await assertAccessible(page);
    await page.done();
  });
}

test("the list tells how many families there are, and opens the largest first", async () => {
  const page = await filtered({});
  await assertCount(page, records.families.length);
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
    await assertCount(page, expected, JSON.stringify(filters));
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
  await settled(page);
  await page.keyboard.press("ArrowDown");
  await assertFocus(page, "listbox");
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
  await assertFocus(page, "listbox");
  await page.done();
});

test("a family's tree has the parents of the records, the copy to keep, and the diff of an edge", async () => {
  const family = records.families.find(({ members }) => members.some(({ path }) => path.endsWith("2023/literacy-ar.txt")));
  const page = await openPage(`${report.url}#family=${family.id}`);
  const rows = page.locator(".version");
  assert.equal(await rows.count(), family.members.length);
  const shown = await rows.evaluateAll((versions) => versions.map((version) => ({ path: version.querySelector(".path").textContent, level: Number(version.querySelector("[role=treeitem]").getAttribute("aria-level")) })));
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
  await page.locator(".changes del").first().waitFor();
  await page.locator(".changes ins").first().waitFor();
  await page.done();
});

test("Arabic lines of a diff run from right to left", async () => {
  const family = records.families.find(({ members }) => members.some(({ path }) => path.endsWith("2023/literacy-ar.txt")));
  const page = await openPage(`${report.url}#family=${family.id}`);
  await page.locator(".version button[aria-expanded]").first().click();
  await page.locator(".diff p.changed").first().waitFor();
  const directions = await page.locator(".diff p.changed").evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction));
  assert.ok(directions.length > 0);
  assert.deepEqual([...new Set(directions)], ["rtl"]);
  await page.done();
});

test("boilerplate is listed with its wordings, and can be searched", async () => {
  const page = await openPage(`${report.url}#boilerplate`);
  await assertCount(page, records.boilerplate.length);
  await page.locator("input[type=search]").fill("الجهاز المركزي");
  await eventually(async () => assert.ok((await count(page)) < records.boilerplate.length));
  assert.ok((await page.locator(".variant").count()) >= 2);
  await page.done();
});

test("the lists of families and of pairs can be printed", async () => {
  for (const section of ["families", "relations"]) {
    const page = await openPage(`${report.url}#${section}`);
    const expected = await count(page);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator(".printed li:visible").count(), expected);
    assert.equal(await page.locator(".vlist:visible").count(), 0);
    await page.done();
  }
});

test("a picture is printed with its bars, and the colours that its legend names", async () => {
  const page = await openPage(report.url);
  await page.emulateMedia({ media: "print" });
  const bars = page.locator(".chart svg rect");
  assert.ok((await bars.count()) > 10);
  assert.equal(await page.locator(".chart svg rect:visible").count(), await bars.count());
  const adjusted = await page.locator(".legend li").first().evaluate((item) => getComputedStyle(item, "::before").printColorAdjust);
  assert.equal(adjusted, "exact");
  await page.done();
});

test("filters stand in the address, outlast a reload, and lead back from a family", async () => {
  const page = await filtered({ relation: "reissue", least: "3" });
  const expected = await count(page);
  assert.ok(expected > 1 && expected < records.families.length);
  assert.match(page.url(), /#families\?relation=reissue&least=3$/);
  await page.reload();
  await page.locator(".vlist-row").first().waitFor();
  await assertCount(page, expected);
  await page.locator(".vlist-row").first().click();
  await page.locator(".stemma").waitFor();
  assert.match(await page.locator(".steps").innerText(), new RegExp(`Previous 1 of ${expected} Next`));
  await page.locator(".steps a", { hasText: "Next" }).click();
  await page.locator(".steps", { hasText: "2 of" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".vlist").waitFor();
  await assertCount(page, expected);
  await page.done();
});

test("dates ask for a document of that time, a folder for any part of a path, two folders for what they share", async () => {
  let page = await openPage(`${odd.url}#families?from=2014-01-01&to=2016-12-31&text=ferry`);
  await page.locator(".status").waitFor();
  assert.match(await page.locator(".status").innerText(), /^0 of/); // they are of 2010 and 2020
  assert.equal(await page.locator(".vlist:visible").count(), 0);
  await page.goto(`${odd.url}#families?to=2016-12-31&text=ferry`);
  await assertCount(page, 1);
  await page.done();
  page = await filtered({ folder: "company" });
  const inCompany = (family, times = 1) => family.members.filter(({ path }) => path.startsWith("archive/company/")).length >= times;
  await assertCount(page, records.families.filter((family) => inCompany(family)).length);
  await page.done();
});

test("a cell of the matrix and a bar lead to the families behind them", async () => {
  const page = await openPage(report.url);
  const cells = page.locator(".matrix .cell a");
  for (const at of [0, 1, 2]) {
    const expected = Number(await cells.nth(at).innerText());
    await cells.nth(at).click();
    await page.locator(".vlist").waitFor();
    await assertCount(page, expected);
    await page.goBack();
    await page.locator(".matrix").waitFor();
  }
  await page.locator(".column").first().click();
  await eventually(() => assert.match(page.url(), /#families\?least=2&most=2$/));
  await assertCount(page, records.families.filter((family) => sizeOf(family) === 2).length);
  await page.done();
});

test("the overview of an absolute folder beside others is shown", async () => {
  const folder = scratch("beside");
  mkdirSync(folder);
  copyFileSync(path.join(fixtures, "check_archive/2023/literacy-ar.txt"), path.join(folder, "copy.txt"));
  const page = await openPage(reportOf("beside", [folder, "check_archive"]).url);
  await page.locator(".matrix").waitFor();
  const names = await page.locator(".matrix tbody th").allInnerTexts();
  assert.ok(names.some((name) => name.includes("/")) && !names.some((name) => name.includes("(no folder)")), names.join());
  await page.done();
});

test("a filter that was just typed doesn't give its address to another section", async () => {
  const page = await openPage(`${report.url}#families`);
  await page.locator(".vlist-row").first().waitFor();
  await page.locator("input[name=text]").fill("flood");
  await page.evaluate(() => (location.hash = "#boilerplate"));
  await page.locator("h1", { hasText: "Boilerplate" }).waitFor();
  await page.waitForTimeout(150); // longer than a pause in typing
  assert.match(page.url(), /#boilerplate$/);
  await page.goto(`${report.url}#families`);
  await page.locator(".status", { hasText: " of " }).waitFor();
  await page.locator("input[name=text]").fill("literacy");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.locator(".stemma").waitFor();
  assert.match(await page.locator("main").innerText(), /literacy/);
  assert.match(page.url(), /#family=/);
  await page.done();
});

test("pairs of no common family are listed, filtered, and each has a page", async () => {
  const familyOf = new Map(records.families.flatMap(({ id, members }) => members.map(({ path }) => [path, id])));
  const others = records.pairs.filter(({ a, b }) => familyOf.get(a) === undefined || familyOf.get(a) !== familyOf.get(b));
  assert.ok(others.length > 10);
  const page = await openPage(`${report.url}#relations`);
  await assertCount(page, others.length);
  await page.locator(".filters [name=relation]").selectOption("shared-passage");
  await settled(page);
  const shared = others.filter(({ relation }) => relation === "shared-passage");
  await assertCount(page, shared.length);
  assert.match(page.url(), /#relations\?relation=shared-passage$/);
  await page.locator(".vlist-row").first().click();
  await page.locator(".pair").waitFor();
  const shown = await page.locator(".pair .path").allInnerTexts();
  assert.ok(shared.some(({ a, b }) => a === shown[0] && b === shown[1]), shown.join(" "));
  await page.keyboard.press("Escape");
  await assertCount(page, shared.length);
  await page.done();
});

test("where a line is too short for a path, the name of the file stays in sight", async () => {
  const page = await openPage(`${report.url}#relations`, { viewport: { width: 360, height: 740 } });
  await page.locator(".vlist-row").first().waitFor();
  const isCut = (part) => page.locator(`.on-line .${part}`).evaluateAll((parts) => parts.map((one) => one.scrollWidth > one.clientWidth + 1));
  const folders = await isCut("folders");
  const names = await isCut("name");
  assert.ok(folders.some(Boolean));
  assert.ok(names.length > 4 && !names.some(Boolean));
  await page.done();
});

test("the copy to keep is in the tree though most copies are only counted, which paper says, too", async () => {
  const page = await openPage(`${odd.url}#families?text=keeper`);
  await page.locator(".vlist-row").first().click();
  const kept = page.locator(".version:has(.chip.keep)");
  assert.match(await kept.locator(".path").innerText(), /\/z\/keeper\.txt$/);
  await page.locator(".proposal a").click();
  await eventually(async () => assert.match((await focused(page)).text, /keep this/));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".version button:visible", { hasText: "more copies" }).count(), 1);
  await page.done();
});

test("a chain of versions isn't indented, and End reaches its last row", async () => {
  const page = await openPage(`${odd.url}#families?text=chain`);
  await page.locator(".vlist-row").first().click();
  await page.locator(".version").nth(19).waitFor();
  assert.equal(await page.locator(".version .guide.tee").count(), 0);
  const level = await page.locator("[role=treeitem]").last().getAttribute("aria-level");
  assert.ok(Number(level) >= 20, level);
  await page.locator("[role=treeitem]").first().focus();
  await page.keyboard.press("End");
  assert.equal(await page.evaluate(() => document.activeElement.parentElement === document.querySelector(".stemma").lastElementChild), true);
  await page.done();
});

test("a path of Arabic names keeps the order of its folders", async () => {
  const page = await openPage(`${odd.url}#families?text=%D9%85%D9%8A%D9%86%D8%A7%D8%A1`);
  await page.locator(".vlist-row").first().click();
  await page.locator(".version .path").first().waitFor();
  const lefts = await page.locator(".version .path").first().evaluate((path) => [...path.children].filter((part) => part.tagName === "BDI").map((part) => part.getBoundingClientRect().left));
  assert.ok(lefts.length >= 4);
  assert.deepEqual(lefts, [...lefts].sort((a, b) => a - b));
  assert.equal(await page.locator(".version .title").first().getAttribute("lang"), "ar");
  await page.done();
});

test("wordings stand along time, each marked where it differs from the one before", async () => {
  const page = await openPage(`${report.url}#boilerplate`);
  await page.locator("input[type=search]").fill("الجهاز المركزي للإحصاء");
  await page.locator(".status", { hasText: " of " }).waitFor();
  const firsts = await page.locator(".passage").first().locator(".variant .row-meta span:nth-child(2)").allInnerTexts();
  assert.ok(firsts.length >= 2);
  assert.deepEqual(firsts, [...firsts].sort());
  assert.ok((await page.locator(".passage").first().locator(".variant").nth(1).locator("del, ins").count()) > 0);
  await page.done();
});

test("the page says of what it is a report, and that there is nothing where there is nothing", async () => {
  let page = await openPage(report.url);
  assert.match(await page.locator(".about").innerText(), /archive, check_archive, check_new .* threshold 0\.7/);
  assert.match(await page.title(), /archive, check_archive, check_new/);
  await page.done();
  const file = scratch("alone.txt");
  writeFileSync(file, "Nothing here is like anything else.\n");
  page = await openPage(`${reportOf("alone", [file]).url}#families`);
  assert.match(await page.locator("main").innerText(), /No document here is a copy/);
  assert.equal(await page.locator(".vlist").count(), 0);
  await page.done();
});

test("a list of a million rows can be scrolled to its end", async () => {
  const blank = path.join(fixtures, "../tests/browser/lib/blank.html");
  const page = await openPage(pathToFileURL(blank).href);
  const source = (name) => readFileSync(path.join(fixtures, "../src/report/web", name), "utf8");
  await page.evaluate(async ([text, list]) => {
    const urlOf = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const { VirtualList } = await import(urlOf(list.replace("./text.js", urlOf(text))));
    globalThis.list = new VirtualList({ label: "Rows", rowHeight: 76, renderRow: (index) => `row ${index}`, openRow: () => {} });
    Object.assign(globalThis.list.element.style, { height: "500px", overflow: "auto" });
    globalThis.list.rows.style.position = "relative";
    document.body.append(globalThis.list.element);
    globalThis.list.setCount(1_000_000);
  }, [source("text.js"), source("virtual_list.js")]);
  const inSight = (index) => page.evaluate((at) => {
    const row = document.querySelector(`[data-index="${at}"]`);
    if (row === null) return false;
    Object.assign(row.style, { position: "absolute" });
    const [box, frame] = [row, globalThis.list.element].map((one) => one.getBoundingClientRect());
    return box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
  }, index);
  await page.locator(".vlist").focus();
  await page.keyboard.press("End");
  assert.ok(await inSight(999_999));
  await page.keyboard.press("Home");
  assert.ok(await inSight(0));
  await page.evaluate(() => globalThis.list.select(600_000));
  assert.ok(await inSight(600_000));
  await page.evaluate(() => (globalThis.list.element.scrollTop = 1e9));
  await page.locator('[aria-posinset="1000000"]').waitFor();
  await page.done();
});

/** A module of the page that imports none. */
const moduleOf = (name) => import(`data:text/javascript,${encodeURIComponent(readFileSync(path.join(fixtures, "../src/report/web", name), "utf8"))}`);

test("the diff of two wordings holds both, and is none of unlike ones", async () => {
  const { wordDiff } = await moduleOf("word_diff.js");
  const before = "Call us: +962 6 555\nMail: info@example.org today.";
  const after = "Call us at +962 7 555\nMail: press@example.org today, please.";
  const lines = wordDiff(before, after);
  const side = (mark) => lines.map((line) => line.map((run) => (typeof run === "string" ? run : run[0] === mark ? run[1] : "")).join("")).join("\n");
  assert.equal(side(-1), before);
  assert.equal(side(1), after);
  assert.equal(wordDiff("one two three four", "five six seven eight"), null);
  assert.equal(wordDiff("a ".repeat(3000), "a ".repeat(3000)), null);
});

test("a tree of n versions is indented at most log n times, and no row is lost", async () => {
  const { stemmaRows } = await moduleOf("stemma_rows.js");
  const revision = (parent) => ({ parent, relation: "revision" });
  const comb = [revision(null)]; // each version has a copy and a successor
  for (let at = 0; at < 200; ++at) comb.push({ parent: 2 * at, relation: "identical" }, revision(2 * at));
  const binary = Array.from({ length: 1023 }, (_, at) => revision(at === 0 ? null : (at - 1) >> 1));
  for (const members of [comb, binary]) {
    const rows = stemmaRows(members, null);
    assert.deepEqual(rows.map(({ index }) => index).sort((a, b) => a - b), members.map((_, at) => at));
    const deepest = Math.max(...rows.map(({ lines, hangs }) => lines.length + (hangs === "branch" ? 1 : 0)));
    assert.ok(deepest <= Math.log2(members.length) + 1, `${deepest}`);
    const seen = new Set();
    for (const { index } of rows) {
      assert.ok(members[index].parent === null || seen.has(members[index].parent));
      seen.add(index);
    }
  }
  const copies = [revision(null), ...Array.from({ length: 60 }, () => ({ parent: 0, relation: "identical" }))];
  assert.ok(stemmaRows(copies, 57).some(({ index }) => index === 57));
  assert.equal(stemmaRows(copies, 57).find(({ more }) => more).more.length, 56);
});
