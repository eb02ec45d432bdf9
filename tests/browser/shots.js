// Pictures of every page for people to look at: node shots.js FOLDER [PART-OF-NAME]
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { launch, widths } from "./browser.js";
import { names, serve } from "./pages.js";

const [folder = "shots", part = ""] = process.argv.slice(2);
const colorScheme = process.env.DARK ? "dark" : "light";
const server = await serve();
const browser = await launch();
for (const width of widths) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  for (const name of (await names()).filter((name) => name.includes(part))) {
    await page.goto(`${server.address}/${name}`);
    const path = join(folder, `${name}-${width}.png`);
    await mkdir(dirname(path), { recursive: true });
    await page.screenshot({ path, fullPage: true });
  }
  await context.close();
}
await browser.close();
server.close();
