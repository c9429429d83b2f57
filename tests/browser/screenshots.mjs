// The pictures of the README: node screenshots.mjs FOLDER. bench/screenshots calls it. With `all` as a second argument,
// every page in every look, to be looked at after a change.
import { mkdirSync } from "node:fs";
import path from "node:path";

import { close, openPage } from "./lib/browser.mjs";
import { reissueWithOldFooter } from "./lib/drafts.mjs";
import { archiveOf, reportOf, startDesk } from "./lib/program.mjs";

const [folder, what] = process.argv.slice(2);
const looks = what === "all"
  ? [["", {}], ["-dark", { colorScheme: "dark" }], ["-phone", { viewport: { width: 360, height: 740 } }]]
  : [["", { viewport: { width: 960, height: 570 } }]];
const tall = { width: 960, height: 730 }; // of the report's pictures in the README: charts and diffs as a whole
mkdirSync(folder, { recursive: true });

const report = reportOf("pictures", ["archive"]);
const desk = await startDesk(archiveOf("releases", ["check_archive"]), "--baseline", path.join(folder, "none.json"));

async function picture(page, name, options = {}) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(150);
  await page.screenshot({ path: path.join(folder, `${name}.png`), ...options });
}

for (const [look, options] of looks) {
  let page = await openPage(report.url, options);
  await page.locator(".chart svg").first().waitFor();
  if (what !== "all") await page.setViewportSize(tall);
  await picture(page, `report-overview${look}`);
  if (what === "all") {
    for (const section of ["families", "relations", "boilerplate", "problems"]) {
      await page.goto(`${report.url}#${section}`);
      await picture(page, `report-${section}${look}`);
    }
  }
  await page.goto(`${report.url}#families`);
  await page.locator("input[name=text]").fill("flood-response");
  await page.locator(".status", { hasText: "1 of" }).waitFor();
  await page.locator(".vlist-row").first().click();
  await page.locator(".version button[aria-expanded]").nth(1).click();
  await page.locator(".changes .diff").waitFor();
  await picture(page, `report-family${look}`);
  await page.done();

  page = await openPage(desk.url, { allow: [desk.url], ...options });
  await page.locator("#archive", { hasText: "documents" }).waitFor();
  await page.fill("#draft", reissueWithOldFooter());
  if (what !== "all") await page.evaluate(() => document.querySelector("#draft").setAttribute("rows", "4"));
  await page.locator("#draft-form button.primary").click();
  await page.locator(".verdict").waitFor();
  await page.evaluate(() => (document.querySelector("#draft").scrollTop = 0));
  await picture(page, `desk-check${look}`, what === "all" ? { fullPage: true } : {});
  if (what === "all") {
    await page.locator(".finding button.accept").first().click();
    await picture(page, `desk-accept${look}`);
    await page.keyboard.press("Escape");
    for (const section of ["families", "documents", "boilerplate", "family?id=1"]) {
      await page.goto(`${desk.url}#${section}`);
      await page.waitForTimeout(300);
      await picture(page, `desk-${section.replace(/\?.*/, "")}${look}`);
    }
  } else {
    await page.locator(".findings-pane").evaluate((pane) => pane.scrollIntoView());
    await page.waitForTimeout(150);
    await page.screenshot({ path: path.join(folder, "desk-findings.png") });
  }
  await page.done();
}
await desk.stop();
await close();
