// html-validate over every rendered page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from "html-validate";
import { names, rendered } from "./pages.js";

/** One page answers for many workers: a list of controls with one name, which the server reads as a list. */
const isList = ({ ruleId, message }) => ruleId === "form-dup-name" && message.includes('"tra-loi"');

const validator = new HtmlValidate(new FileSystemConfigLoader());
let faults = 0;
const all = await names();
for (const name of all) {
  const report = await validator.validateString(await readFile(join(rendered, `${name}.html`), "utf8"), `${name}.html`);
  for (const result of report.results) result.messages = result.messages.filter((message) => !isList(message));
  const found = report.results.reduce((sum, { messages }) => sum + messages.length, 0);
  faults += found;
  if (found) console.error(formatterFactory("text")(report.results));
}
console.log(`html-validate: ${all.length} pages, ${faults} faults`);
process.exit(faults ? 1 : 0);
