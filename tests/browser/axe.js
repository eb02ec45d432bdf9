// Every page with every sample at 360 px, and each route's page at 1280 px and on a dark screen: no axe finding, no
// sideways scroll at 320 px, nothing blocked by the content security policy, no error of the script.
// node axe.js [PART-OF-NAME]
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { launch, widths } from "./browser.js";
import { names, serve } from "./pages.js";

const engine = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const options = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};
const server = await serve();
const browser = await launch();
let faults = 0;
let checked = 0;

/** Told at once: a run that is cut off has said what it found. */
function fault(text) {
  faults += 1;
  console.error(text);
}

const [narrow, wide] = widths;
const part = process.argv[2] ?? "";
const isRoute = (name) => name.startsWith("walked/");
const rounds = [
  { width: narrow, colorScheme: "light", wanted: () => true },
  { width: wide, colorScheme: "light", wanted: isRoute },
  { width: narrow, colorScheme: "dark", wanted: (name) => name.startsWith("walked/vi/") },
];
const views = [];
const all = (await names()).filter((name) => name.includes(part));
for (const { wanted, ...screen } of rounds) views.push(...all.filter(wanted).map((name) => ({ name, ...screen })));

/** What axe finds on the page that is open, each finding with the first two places. */
const findings = (page) =>
  page.evaluate(async (options) => {
    document.querySelectorAll("details").forEach((part) => (part.open = true));
    const { violations } = await globalThis.axe.run(document, options);
    const at = ({ target, failureSummary }) => `${target} ${failureSummary?.split("\n")[1] ?? ""}`;
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(at).slice(0, 2).join(" | ")}`);
  }, options);

/** How many pixels the page is wider than the narrowest screen. */
async function over(page, { width }) {
  await page.setViewportSize({ width: 320, height: 800 });
  const more = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize({ width, height: 800 });
  return more;
}

/** Looks at views until none is left; two of these keep two processors busy. */
async function look() {
  let at = "";
  let context, page, last;
  for (let view = views.pop(); view; view = views.pop()) {
    const { name, width, colorScheme } = view;
    at = `${name} ${width} ${colorScheme}`;
    if (last?.width !== width || last?.colorScheme !== colorScheme) {
      await context?.close();
      context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      await context.addInitScript({ content: engine });
      page = await context.newPage();
      page.on("console", (line) => line.type() === "error" && fault(`${at}: ${line.text()}`));
      page.on("pageerror", (error) => fault(`${at}: ${error}`));
      last = view;
    }
    await page.goto(`${server.address}/${name}`);
    for (const finding of await findings(page)) fault(`${at} ${finding}`);
    const more = width === narrow ? await over(page, view) : 0;
    if (more > 0) fault(`${at}: ${more} px wider than 320 px`);
    checked += 1;
  }
  await context?.close();
}

await Promise.all([look(), look()]);
await browser.close();
server.close();
console.log(`axe: ${checked} views, ${faults} faults`);
process.exit(checked && !faults ? 0 : 1);
