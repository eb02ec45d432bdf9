// What the first view of the results page weighs on the wire, against its budgets.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fixed, rendered } from "./pages.js";

const kilo = 1024;
let over = 0;

function line(what, bytes, budget) {
  if (bytes > budget) over += 1;
  console.log(`${bytes > budget ? "OVER" : "ok  "} ${what}: ${(bytes / kilo).toFixed(1)} KB of ${budget / kilo} KB`);
}

for (const lang of ["vi", "en"]) {
  const html = await readFile(join(rendered, "pages", lang, "results-live.html"));
  const entries = html.toString().split("<h3>").length - 1;
  if (entries !== 20) throw new Error(`${entries} entries, not 20`);
  const paths = [...html.toString().matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1]);
  let total = gzipSync(html, { level: 6 }).length;
  let small = brotliCompressSync(html).length;
  line(`${lang} results HTML, 20 entries, gz`, total, 8 * kilo);
  for (const path of new Set(paths)) {
    const body = await readFile(join(fixed, path.slice("/static/".length)));
    const gz = gzipSync(body, { level: 9 }).length;
    if (path.endsWith(".css")) line(`${path}, gz`, gz, 14 * kilo);
    if (path.endsWith(".js")) line(`${path}, gz`, gz, 6 * kilo);
    total += gz;
    small += brotliCompressSync(body).length;
  }
  line(`${lang} results, first view, gz`, total, 30 * kilo);
  line(`${lang} results, first view, br`, small, 30 * kilo);
}
process.exit(over ? 1 : 0);
