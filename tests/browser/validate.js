// html-validate over every rendered page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from "html-validate";
import { names, rendered } from "./pages.js";

const validator = new HtmlValidate(new FileSystemConfigLoader());
let faults = 0;
const all = await names();
for (const name of all) {
  const report = await validator.validateString(await readFile(join(rendered, `${name}.html`), "utf8"), `${name}.html`);
  faults += report.errorCount;
  if (!report.valid) console.error(formatterFactory("text")(report.results));
}
console.log(`html-validate: ${all.length} pages, ${faults} faults`);
process.exit(faults ? 1 : 0);
