// A page in Chromium that is watched: what it asks the network for, what it logs, what runs that should not. Every test
// opens its pages by openPage() and ends with page.assertQuiet(), which fails if anything left or anything ran.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const modules = process.env.NUSKHA_NODE_MODULES;
const require = createRequire(path.join(modules, "_"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");

/** The global that every hostile fixture tries to set. */
export const PAYLOAD_GLOBAL = "nuskhaPwned";

/** How much slower than this machine a page is to be: a test that doesn't wait for what it looks at fails at 10. */
const slowdown = Number(process.env.NUSKHA_SLOWDOWN ?? 1);

let browser;

/** One Chromium a process, which knows no host but this one. */
export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.NUSKHA_CHROMIUM,
    args: [
      // A container's root can't make the sandbox, and has no large /dev/shm.
      "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
  return browser;
}

export async function close() {
  await browser?.close();
  browser = undefined;
}

/**
 * Opens `url`. `allow` are prefixes of addresses that may be asked for; anything else is aborted and counted.
 * `options` are those of a browser context (viewport, colorScheme, ...). `expectedErrors` is a pattern of console messages
 * that belong to the test, such as those of an answer 413. Failing to be quiet is what assertQuiet() throws for.
 */
export async function openPage(url, { allow, expectedErrors, ...options } = {}) {
  const context = await (await launch()).newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const allowed = allow ?? [url.split("#")[0]];
  const noise = [];
  await page.route("**/*", (route) => {
    const asked = route.request().url();
    if (allowed.some((prefix) => asked.startsWith(prefix)) || asked.startsWith("data:")) return route.continue();
    noise.push(`asked for ${asked}`);
    return route.abort();
  });
  page.on("dialog", (dialog) => { noise.push(`opened a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("pageerror", (error) => noise.push(`threw ${error.stack ?? error}`));
  page.on("popup", (popup) => noise.push(`opened ${popup.url()}`));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    if (expectedErrors?.test(message.text())) return;
    noise.push(`logged ${message.text()}`);  // also what the page's CSP refused
  });
  await page.addInitScript(() => {
    globalThis.cspViolations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.cspViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  page.setDefaultTimeout(10_000 * slowdown);
  if (slowdown > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(url);

  page.assertQuiet = async () => {
    assert.equal(await page.evaluate(`typeof globalThis.${PAYLOAD_GLOBAL}`), "undefined", "a payload ran");
    assert.deepEqual(await page.evaluate("globalThis.cspViolations"), [], "something was left to the CSP to stop");
    assert.deepEqual(noise, []);
  };
  page.done = async () => {
    await page.assertQuiet();
    await context.close();
  };
  return page;
}

/** Fails if axe finds something serious. `include` is a CSS selector of the part to look at. */
export async function assertAccessible(page, include = "html") {
  if (!(await page.evaluate("typeof globalThis.axe === 'object'"))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (selector) => globalThis.axe.run(selector, { resultTypes: ["violations"] }), include);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, help, nodes }) =>
    `${id}: ${help}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`).join(" | ")}`);
  assert.deepEqual(serious, []);
}

/** Waits until `check` doesn't throw; after ten seconds its error is the test's. For what follows an action by and by. */
export async function eventually(check) {
  const end = Date.now() + 10_000 * slowdown;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the lists show what their filters ask for. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('.vlist[aria-busy="true"]') === null);
}

/** Where the keyboard is: role or tag, and name of the element that has the focus. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    return { tag: element.tagName.toLowerCase(), id: element.id, role: element.getAttribute("role"), text: element.textContent.slice(0, 80) };
  });
}

/** Fails if the page is wider than the window, so that a phone would scroll sideways. */
export async function assertFitsWidth(page) {
  const { wide, width } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, width: innerWidth }));
  assert.ok(wide <= width, `the page is ${wide} px wide in a window of ${width}`);
}
