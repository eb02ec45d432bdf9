// Every page at 360 px and, with its usual content, at 1280 px and on a dark screen: no axe finding, no sideways scroll
// at 320 px, nothing blocked by the content security policy, no error of the script. node axe.js [PART-OF-NAME]
import AxeBuilder from "@axe-core/playwright";
import { launch, widths } from "./browser.js";
import { names, serve } from "./pages.js";

const server = await serve();
const browser = await launch();
const faults = [];
let checked = 0;

const [narrow, wide] = widths;
const part = process.argv[2] ?? "";
const usual = (name) => !/-(long|hostile)$/.test(name);
const rounds = [
  [narrow, "light", () => true],
  [wide, "light", usual],
  [narrow, "dark", (name) => usual(name) && name.includes("/vi/")],
];
for (const [width, colorScheme, wanted] of rounds) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  let name = "";
  page.on("console", (line) => line.type() === "error" && faults.push(`${name}: ${line.text()}`));
  page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  for (name of (await names()).filter((name) => wanted(name) && name.includes(part))) {
    await page.goto(`${server.address}/${name}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze();
    for (const { id, nodes } of violations) {
      const at = nodes.map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`).slice(0, 2).join(" | ");
      faults.push(`${name} ${width} ${colorScheme} ${id}: ${at}`);
    }
    if (width === 360) {
      await page.setViewportSize({ width: 320, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`${name}: ${over} px wider than 320 px`);
      await page.setViewportSize({ width, height: 800 });
    }
    checked += 1;
  }
  await context.close();
}
await browser.close();
server.close();
faults.forEach((fault) => console.error(fault));
console.log(`axe: ${checked} views, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
