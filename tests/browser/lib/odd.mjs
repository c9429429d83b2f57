// An archive of what is rare and has to look right: a long chain of versions, one text in many copies, versions ten
// years apart, names of files in Arabic.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { scratch } from "./program.mjs";

/** `count` words of their own, the same for the same `seed`. */
function words(count, seed) {
  return Array.from({ length: count }, (_, at) => `${seed}${((at + 1) * 7919 + seed.length) % 9973}`);
}

/** The folder's path. */
export function oddFolder() {
  const folder = scratch("odd");
  const write = (name, text) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const chain = words(200, "chain");
  for (let version = 0; version < 30; ++version) {
    for (let at = 0; at < 6; ++at) chain[(version * 6 + at) % chain.length] = `new${version * 6 + at}`;
    const day = String(1 + (version % 28)).padStart(2, "0");
    write(`chain/v${String(version).padStart(2, "0")}.txt`, `---\ntitle: A long chain\ndate: ${2001 + version}-03-${day}\n---\n${chain.join(" ")}\n`);
  }
  const copied = `A text in many copies\n\n${words(60, "copy").join(" ")}\n`;
  for (let copy = 0; copy < 12; ++copy) write(`backup/copy${copy}.txt`, copied);
  write("z/keeper.txt", copied);
  for (const [year, changed] of [[2010, "first"], [2020, "second"]])
    write(`ferry/${year}.txt`, `---\ntitle: The ferry to the island\ndate: ${year}-05-05\n---\n${words(60, "ferry").join(" ")} ${changed}\n`);
  const arabic = Array.from({ length: 60 }, (_, at) => ["ميناء", "السفن", "بلدة", "تقرير", "رصيف"][at % 5] + "ابتثجحخدرسشصضطعفقكلمنهوي"[at % 24] + "ونمل"[at % 4]).join(" ");
  for (const version of [1, 2])
    write(`أخبار/٢٠١٨/بيان-١٢-${version}.txt`, `---\ntitle: افتتاح ميناء جديد\ndate: 2018-01-0${version}\n---\n${arabic} ${version === 1 ? "الأول" : "الثاني"}\n`);
  return folder;
}
