// Documents whose names, titles, metadata and texts hold what would be markup, scripts, or an upside-down line if a page
// wrote them as they are. Every payload sets the same global; openPage() of browser.mjs looks whether one did.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { PAYLOAD_GLOBAL } from "./browser.mjs";
import { scratch } from "./program.mjs";

const run = `globalThis.${PAYLOAD_GLOBAL}=1`;

/** What texts, titles and ids hold. */
export const payloads = {
  script: `<script>${run}</script>`,
  endOfScript: `</script><script>${run}</script>`,
  endOfStyle: `</style></title></textarea><script>${run}</script>`,
  image: `"><img src=x onerror="${run}">`,
  singleQuoted: `'><svg onload='${run}'>`,
  comment: `--><!--<script>${run}//-->`,
  link: `<a href="javascript:${run}">click</a>`,
  frame: `<iframe srcdoc="<script>parent.${run}</script>"></iframe><base href="http://evil.example/">`,
  network: `<img src="http://evil.example/a.png"><link rel=stylesheet href=//evil.example/b.css>`,
  template: `\${${run}} {{constructor.constructor('${run}')()}} __proto__ constructor toString`,
  bidi: `\u202eevil \u2066gnp.txt\u2069 \u202dover\u202c \u061c\u200f`,
  separators: `a\u2028b\u2029c\u0085d\u0000e\u001b[31mf\u0007`,
  entities: `&lt;script&gt;${run}&lt;/script&gt; &#x3c;img&#62;`,
};

const subjects = ["bridges", "harvests", "libraries", "harbours", "schools", "wells", "railways", "museums", "vaccines", "forests", "markets", "rivers", "archives"];

/** Sixty words of their own, and the payload in the middle. */
function body(payload, subject, figure) {
  const words = Array.from({ length: 30 }, (_, at) => `${subject} ${["report", "count", "survey", "figure", "table"][at % 5]}${subject.length * 7 + at}`);
  words.splice(12, 0, payload, `${figure} were counted`);
  return words.join(" ");
}

const footer = (wording) => `About the office: ${payloads.image} the office of ${wording} keeps counts ${payloads.endOfScript} of everything that may be counted in the country, and publishes them each year without any charge.`;

/**
 * A folder of hostile files: pairs of versions with each payload in text and title, names with payloads, records with
 * hostile fields, NUL, bytes that aren't UTF-8, a word of 1 MB. Returns the path of the folder.
 */
export function hostileFolder(name = "hostile") {
  const folder = scratch(name);
  mkdirSync(folder, { recursive: true });
  const records = [];
  Object.entries(payloads).forEach(([kind, payload], at) => {
    const subject = subjects[at];
    for (const version of [1, 2]) {
      const date = `202${at % 4}-0${version + 1}-1${version}`;
      const text = `${payload} ${subject}\n\n${body(payload, subject, 100 * version)}\n\n${footer(at % 2 ? "Wadiyan" : "the capital")}\n`;
      records.push({ id: `${kind}-${version}`, title: `${payload} ${subject} v${version}`, date, text });
      if (kind !== "separators") writeFileSync(path.join(folder, `${kind}-${version}.md`), `---\ntitle: '${payload.replaceAll("'", "''")}'\ndate: ${date}\n---\n${text}`);
    }
  });
  writeFileSync(path.join(folder, `records${"\u202e"}.jsonl`), records.map((record) => `${JSON.stringify(record)}\n`).join(""));

  const text = (subject, figure) => `A plain text on ${subject}.\n\n${body("nothing", subject, figure)}\n\n${footer("the capital")}\n`;
  // Names: no slash can be in one, so that a payload has no end tag.
  const names = [`<img src=x onerror=${run}>`, `"><img src=x onerror=${run}>`, `'><svg onload=${run}>`, "\u202egnp.exe\u202c", "<script>", "__proto__", "a\nb\tc", "&lt;b&gt;", "%3Cscript%3E", "#family=1"];
  names.forEach((file, at) => {
    for (const version of [1, 2]) writeFileSync(path.join(folder, `${file} ${version}.txt`), text(`names${at}`, version * 10));
  });
  for (const version of [1, 2]) {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/bytes-`), Buffer.from([0xff, 0xfe, 0x3c]), Buffer.from(`${version}.txt`)]), text("bytes", version));
    writeFileSync(path.join(folder, `long-${version}.txt`), `A word of a megabyte\n\n${"ن".repeat(500_000)}${version} ${body("long", "long", version)}\n`);
    writeFileSync(path.join(folder, `html-${version}.html`), `<html><head><title>&lt;script&gt;${run}&lt;/script&gt;</title></head><body><p>${text("pages", version).replaceAll("<", "&lt;")}</p><script>${run}</script></body></html>`);
  }
  writeFileSync(path.join(folder, "nul.txt"), `binary\u0000text ${payloads.image}`);
  writeFileSync(path.join(folder, `broken <img src=x onerror=${run}>.docx`), "PK\u0003\u0004 broken");
  return folder;
}
