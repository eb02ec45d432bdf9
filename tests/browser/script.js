// What the script adds: suggestions that wait for the keyboard to finish a syllable and can be chosen by key; sorting
// by pointer at once, by key only with the button; addresses without empty parameters. And the search without script.
import { strict as assert } from "node:assert";
import { launch } from "./browser.js";
import { serve } from "./pages.js";

const server = await serve();
const browser = await launch();

const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
const page = await context.newPage();
const asked = [];
page.on("request", (request) => request.url().includes("suggestions") && asked.push(request.url()));
await page.goto(`${server.address}/pages/vi/home-live`);

const box = page.locator("#q");
await box.focus();
await box.evaluate((input) => {
  input.dispatchEvent(new CompositionEvent("compositionstart"));
  input.value = "kees";
  input.dispatchEvent(new InputEvent("input", { isComposing: true }));
});
await page.waitForTimeout(500);
assert.equal(asked.length, 0, "asks in the middle of a syllable");
await box.evaluate((input) => {
  input.value = "kế toán";
  input.dispatchEvent(new CompositionEvent("compositionend"));
});
await page.getByRole("option").first().waitFor();
assert.equal(asked.length, 1, "asks once when the syllable is done");
assert.equal(await box.getAttribute("aria-expanded"), "true");
await box.press("ArrowDown");
await box.press("ArrowDown");
assert.equal(await box.getAttribute("aria-activedescendant"), "q-goi-y-1");
await box.press("Enter");
assert.equal(await box.inputValue(), "Kế toán trưởng");
assert.equal(await box.getAttribute("aria-expanded"), "false");

const leaving = page.waitForRequest((request) => request.isNavigationRequest());
await box.press("Enter");
assert.equal(new URL((await leaving).url()).search, "?q=K%E1%BA%BF+to%C3%A1n+tr%C6%B0%E1%BB%9Fng", "empty box is left out");

await page.goto(`${server.address}/pages/vi/results-live`);
await page.locator("#sap-xep").press("ArrowDown");
await page.waitForTimeout(200);
assert.ok(page.url().endsWith("results-live"), "sorting by key waits for the button");
await context.close();

const plain = await browser.newContext({ javaScriptEnabled: false });
const bare = await plain.newPage();
await bare.goto(`${server.address}/pages/vi/results-live`);
const sent = bare.waitForRequest((request) => request.isNavigationRequest());
await bare.getByRole("button", { name: "Áp dụng" }).first().click();
const query = new URL((await sent).url()).searchParams;
assert.equal(query.get("q"), "kế toán");
assert.equal(query.get("nghe"), "24", "filters belong to the one form");
await plain.close();

await browser.close();
server.close();
console.log("script: suggestions, sorting and the bare form behave");
