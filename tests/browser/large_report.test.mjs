// The report of 50,000 families: its size, that a filter shows what it finds, and that the list goes to its end. How
// long that takes is measured by bench/report_page.
import assert from "node:assert/strict";
import { createWriteStream, statSync } from "node:fs";
import { once } from "node:events";
import { after, before, test } from "node:test";

import { close, openPage, settled } from "./lib/browser.mjs";
import { reportOf, scratch } from "./lib/program.mjs";

const families = 50_000;
const letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";
let report;

/** A number as an Arabic word of its own. */
function word(number) {
  let made = "";
  for (let rest = number * 7919 + 13; rest > 0; rest = Math.floor(rest / letters.length)) made += letters[rest % letters.length];
  return made;
}

before(async () => {
  const file = scratch("large.jsonl");
  const out = createWriteStream(file);
  for (let family = 0; family < families; ++family) {
    const words = Array.from({ length: 40 }, (_, at) => word(family * 40 + at));
    for (const version of [0, 1]) {
      words[20] = String(1000 + version);
      const record = { id: `${family}-${version}`, date: `20${10 + (family % 15)}-0${1 + (family % 9)}-1${version}`, title: `${words[0]} ${words[1]} ${words[2]}`, text: `${words.join(" ")}.` };
      if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, "drain");
    }
  }
  out.end();
  await once(out, "finish");
  report = reportOf("large", [file]);
});
after(close);

test("the file has at most 60 MB", () => {
  const { size } = statSync(report.file);
  assert.ok(size <= 60e6, `${size} bytes`);
});

test("the list is filtered, and can be scrolled to its end", async () => {
  const page = await openPage(`${report.url}#families`);
  await page.locator(".vlist-row").first().waitFor();
  const statusIs = async (expected) => {
    await settled(page);
    assert.match(await page.locator(".status").innerText(), expected);
  };
  await statusIs(/^50,000 families$/);
  const input = page.locator("input[name=text]");
  await input.fill(word(40));
  await statusIs(/^[0-9]+ of 50,000 families$/);
  assert.match(await page.locator(".vlist-row").first().innerText(), new RegExp(word(40)));
  await input.fill("");
  await statusIs(/^50,000 families$/);
  await page.locator(".vlist").focus();
  await page.keyboard.press("End");
  await page.locator('[aria-posinset="50000"]').waitFor();
  assert.ok((await page.locator(".vlist-row").count()) < 100);
  await page.keyboard.press("Enter");
  await page.locator(".stemma").waitFor();
  await page.done();
});
