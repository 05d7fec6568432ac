// Opens the report of an audit in Chromium, as its readers do: light and dark, narrow and wide.
// Prints what axe-core finds, what the page logs, and what scrolls sideways, as JSON.
//
//     node report_page.mjs NODE_MODULES CHROMIUM REPORT.html SCREENSHOTS

import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, report, screenshots] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "index.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const profile = mkdtempSync(join(tmpdir(), "audit-report-"));
const found = { axe: [], log: [], requests: [], sideways: [], keyboard: null };
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, width] of [["narrow", 360], ["wide", 1280]]) {
      const page = await browser.newPage();
      page.on("console", (message) => found.log.push(message.text()));
      page.on("pageerror", (error) => found.log.push(String(error)));
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) found.requests.push(request.url());
      });
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(pathToFileURL(resolve(report)).href);
      const look = `${colorScheme}-${name}`;
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (overflow > 0) found.sideways.push(`${look}: ${overflow} px`);
      await page.screenshot({ path: join(screenshots, `${look}.png`) });
      if (name === "wide") {
        for (const summary of (await page.$$("summary")).slice(0, 2)) await summary.click();
      }
      await page.evaluate("document.getElementById('lists').scrollIntoView()");
      await page.screenshot({ path: join(screenshots, `${look}-lists.png`) });
      // The policy of the page forbids scripts; the inspector runs this one all the same.
      await page.evaluate(axe);
      const result = await page.evaluate("axe.run(document, {resultTypes: ['violations']})");
      for (const one of result.violations) {
        found.axe.push(`${look}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
      }
      await page.close();
    }
  }
  // With the keyboard alone: the first stop leads past the charts, and a list opens.
  const page = await browser.newPage();
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.keyboard.press("Tab");
  const first = await page.evaluate("document.activeElement.textContent");
  const summary = await page.$("summary");
  if (summary) {
    await summary.focus();
    await page.keyboard.press("Enter");
  }
  found.keyboard = { first, opened: await page.evaluate("document.querySelectorAll('details[open]').length") };
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(found));
