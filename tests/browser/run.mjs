// The whole browser suite against the running product. Prints `ok N …` for what holds and ends with 1 on any finding.
// SHOTS=FOLDER keeps a picture of every page; ONLY=PART runs the parts whose name holds it, EXCEPT=PART all others.
import { brotliCompressSync } from "node:zlib";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from "html-validate";
import { launch, widths } from "./browser.js";
import { journeys, ofDemo } from "./journeys.js";
import { keyboard } from "./keyboard.js";
import { payments } from "./payment.js";
import { post } from "./post.js";
import { command, serve, start } from "./server.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const findings = [];
let held = 0;

function check(holds, what, detail = "") {
  if (holds) console.log(`ok ${(held += 1)} ${what}`);
  else {
    findings.push(what);
    console.log(`not ok ${what} ${detail}`);
  }
}

const server = await start();
const browser = await launch();
const text = async (path) => (await fetch(server.address + path)).text();

/** Addresses of every kind of page, found on the pages themselves. */
async function addresses() {
  const first = (html, pattern) => html.match(pattern)?.[1]?.replaceAll("&#38;", "&").replaceAll("&amp;", "&");
  const home = await text("/");
  const list = await text("/viec-lam");
  const posting = first(list, /<h3><a class="govuk-link" href="(\/viec-lam\/[^"]+)"/);
  const place = first(home, /href="(\/tinh\/[^"]+)"/);
  const occupation = first(home, /href="(\/nghe\/[^"]+)"/);
  const employers = await text("/doanh-nghiep");
  const shown = await text(posting);
  const commune = first(shown, /href="(\/xa\/[^"]+)"/);
  const found = {
    home: "/",
    results: "/viec-lam",
    filtered: "/viec-lam?q=nhan+vien&luong=8&thoi-gian=full&sap-xep=luong",
    near: "/viec-lam?noi=quan+7&ban-kinh=25&sap-xep=gan",
    nothing: "/viec-lam?q=zzyqwx&noi=79",
    refused: "/viec-lam?noi=khong+co+noi+nao+nhu+vay&luong=nhieu",
    posting,
    poster: `${posting.split("/").slice(0, 3).join("/")}/in`,
    occupation,
    place,
    both: first(await text(occupation), /href="(\/nghe\/[^"]+\/tai\/[^"]+)"/),
    employers: "/doanh-nghiep",
    employer: first(employers, /<h2><a class="govuk-link" href="(\/doanh-nghiep\/[^"]+)"/),
    missing: "/khong-co-trang-nay",
    help: "/tro-giup",
    scam: "/tro-giup/lua-dao",
    privacy: "/quyen-rieng-tu",
    cookies: "/cookie",
    accessibility: "/tiep-can",
    terms: "/dieu-khoan",
    signIn: "/dang-nhap",
    signUp: "/dang-ky",
    recover: "/quen-mat-khau",
    code: "/xac-nhan?luot=00000000-0000-0000-0000-000000000000",
    setUp: "/thiet-lap",
  };
  if (commune) found.commune = commune;
  for (const [name, path] of Object.entries(found)) check(Boolean(path), `there is a page of kind ${name}`);
  const pages = Object.entries(found).filter(([, path]) => path);
  const english = (path) => (path === "/" ? "/en" : `/en${path}`);
  return pages.flatMap(([name, path]) => [[`vi/${name}`, path], [`en/${name}`, english(path)]]);
}

async function markup(pages) {
  const validator = new HtmlValidate(new FileSystemConfigLoader());
  for (const [name, path] of pages) {
    const report = await validator.validateString(await text(path), `${name}.html`);
    check(report.valid, `html ${name}`, report.valid ? "" : formatterFactory("text")(report.results));
  }
}

async function axe(page, name) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 2).map((node) => node.target).join(" | ")}`);
  check(violations.length === 0, `axe ${name}`, told.join("; "));
}

/** Text with the spacing that a reader may set (WCAG 1.4.12) still fits the phone. */
async function spacing(page, name) {
  const over = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    document.adoptedStyleSheets = [];
    return wide;
  });
  check(over <= 0, `text with wide spacing fits ${name}`, `${over} px too wide`);
}

/** On paper the heading is there, nothing is wider than the sheet, and pages for reading leave out what cannot be used. */
async function paper(page, name) {
  const before = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 960 });
  const shown = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility();
    const buttons = [...document.querySelectorAll("button, input[type=search], nav")].filter(seen);
    return {
      heading: [...document.querySelectorAll("h1")].some(seen),
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      useless: buttons.slice(0, 3).map((element) => element.outerHTML.slice(0, 80)),
    };
  });
  check(shown.heading && shown.over <= 0, `on paper ${name}`, JSON.stringify(shown));
  const isRead = /\/(poster|help|scam|privacy|cookies|accessibility|terms)$/.test(name);
  if (isRead) check(shown.useless.length === 0, `on paper nothing to press ${name}`, shown.useless.join(" | "));
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
}

async function looks(pages) {
  for (const width of widths) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    const errors = [];
    page.on("console", (line) => line.type() === "error" && !line.text().includes("status of 4") && errors.push(line.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    for (const [name, path] of pages) {
      await page.goto(server.address + path);
      if (process.env.SHOTS) {
        mkdirSync(join(process.env.SHOTS, name.slice(0, 2)), { recursive: true });
        await page.screenshot({ path: join(process.env.SHOTS, `${name}-${width}.png`), fullPage: true });
      }
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
      await axe(page, `${name} ${width}`);
      if (width === widths[0]) {
        await page.setViewportSize({ width: 320, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        check(over <= 0, `no sideways scroll at 320 px ${name}`, `${over} px too wide`);
        await page.setViewportSize({ width, height: 800 });
        await spacing(page, name);
        await paper(page, name);
      }
    }
    check(errors.length === 0, `no error in the console at ${width} px`, errors.join("; "));
    await context.close();
  }
}

async function bareJourney() {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await page.goto(server.address);
  await page.getByLabel("Từ khóa").fill("nhan vien");
  await page.getByRole("button", { name: "Tìm việc" }).click();
  const all = Number((await page.locator("h1").innerText()).replace(/\D/g, ""));
  check(all > 20, "without script: home to results", `${all} found`);
  await page.locator("summary", { hasText: "Lọc kết quả" }).click();
  await page.getByLabel("Lương tháng tối thiểu").selectOption("8");
  await page.getByRole("button", { name: "Áp dụng" }).first().click();
  const fewer = Number((await page.locator("h1").innerText()).replace(/\D/g, ""));
  check(fewer > 0 && fewer <= all, "without script: filter", `${fewer} of ${all}`);
  check(await page.getByLabel("Từ khóa").inputValue() === "nhan vien", "without script: the words are kept");
  const next = page.getByRole("link", { name: "Trang sau" });
  if (await next.count()) await next.click();
  check(page.url().includes("trang=2"), "without script: page 2");
  await page.locator(".sv-list h3 a").first().click();
  check(/\/viec-lam\/[0-9a-z]{26}\//.test(page.url()), "without script: a posting");
  await page.getByRole("link", { name: "In áp phích A4" }).click();
  check(await page.locator("svg[role=img]").isVisible(), "without script: the poster with its code");
  await page.getByRole("link", { name: "English" }).click();
  check(/\/en\/viec-lam\/[0-9a-z]{26}\/in$/.test(page.url()), "without script: the language switch keeps the page");
  await context.close();
}

/** Signs a trial person in, without script. */
async function signIn(page, prefix, words) {
  await page.goto(`${server.address}${prefix}/dang-nhap`);
  await page.getByLabel(words.contact).fill("nguoitimviec@vidu.vn");
  await page.getByLabel(words.password).fill("phien cho sang chu nhat");
  await page.getByRole("button", { name: words.button }).click();
}

const inWords = {
  "": { contact: "Số điện thoại hoặc email", password: "Mật khẩu", button: "Đăng nhập", own: "Tài khoản của bạn", out: "Đăng xuất" },
  "/en": { contact: "Phone number or e-mail address", password: "Password", button: "Sign in", own: "Your account", out: "Sign out" },
};

/** Signing in and out without script, wrong values, and the pages behind the sign-in looked at by axe. */
async function accounts() {
  for (const [prefix, words] of Object.entries(inWords)) {
    const bare = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    const page = await bare.newPage();
    await page.goto(`${server.address}${prefix}/dang-ky`);
    await page.getByLabel(words.contact).fill("12 34");
    await page.locator("main form button").click();
    check(await page.locator(".govuk-error-summary a").isVisible(), `without script: a slip is named ${prefix}`);
    check(await page.getByLabel(words.contact).inputValue() === "12 34", `without script: what was typed is kept ${prefix}`);
    await signIn(page, prefix, words);
    check(await page.locator("h1").innerText() === words.own, `without script: signed in ${prefix}`, page.url());
    const cookies = await bare.cookies();
    check(cookies.length === 1 && cookies[0].httpOnly && cookies[0].sameSite === "Lax", `one cookie ${prefix}`);
    await page.getByRole("button", { name: words.out }).click();
    await page.goto(`${server.address}${prefix}/tai-khoan`);
    check(page.url().endsWith(`${prefix}/dang-nhap`), `without script: signed out ${prefix}`, page.url());
    await bare.close();
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const own = await context.newPage();
    await signIn(own, prefix, words);
    for (const path of ["/tai-khoan", "/tai-khoan/mat-khau", "/tai-khoan/hai-buoc"]) {
      const shown = await own.goto(`${server.address}${prefix}${path}`);
      const html = await shown.text();
      await axe(own, `${prefix}${path} 360`);
      const report = await new HtmlValidate(new FileSystemConfigLoader()).validateString(html, "own.html");
      check(report.valid, `html ${prefix}${path}`, report.valid ? "" : formatterFactory("text")(report.results));
      await own.setViewportSize({ width: 320, height: 800 });
      const over = await own.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(over <= 0, `no sideways scroll at 320 px ${prefix}${path}`, `${over} px too wide`);
      await own.setViewportSize({ width: 360, height: 800 });
    }
    await context.close();
  }
}

async function suggestions() {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await page.goto(server.address);
  for (const [box, typed] of [["#q", "ke toan"], ["#noi", "thu dau"]]) {
    await page.locator(box).pressSequentially(typed);
    const option = page.getByRole("option").locator("visible=true").first();
    await option.waitFor({ timeout: 5000 }).catch(() => {});
    check(await option.isVisible(), `suggestions under ${box}`);
    await page.locator(box).press("ArrowDown");
    await page.locator(box).press("Enter");
    check(await page.locator(box).inputValue() !== typed, `a suggestion is taken into ${box}`);
  }
  await context.close();
}

async function weight() {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  let bytes = 0;
  let requests = 0;
  client.on("Network.loadingFinished", (done) => (bytes += done.encodedDataLength));
  page.on("request", () => (requests += 1));
  await page.goto(`${server.address}/viec-lam`, { waitUntil: "networkidle" });
  const html = brotliCompressSync(Buffer.from(await text("/viec-lam"))).length;
  check(bytes <= 30 * 1024, `first view of the results weighs ${(bytes / 1024).toFixed(1)} KB of 30 KB on the wire`);
  check(html <= 8 * 1024, `its HTML weighs ${(html / 1024).toFixed(1)} KB of 8 KB`);
  check(requests <= 5, `it takes ${requests} requests`);
  await context.close();
}

try {
  const pages = await addresses();
  const walks = () => journeys({ browser, server, check, axe, tools: { serve, command, post } });
  const keys = () => keyboard({ browser, server, check });
  const pays = () => payments({ browser, server: ofDemo(server), check, axe });
  const parts = { markup: () => markup(pages), bareJourney, accounts, journeys: walks, suggestions, weight, looks: () => looks(pages), keys, pays };
  for (const [name, part] of Object.entries(parts)) {
    const left = process.env.EXCEPT && name.includes(process.env.EXCEPT);
    if (name.includes(process.env.ONLY ?? "") && !left) await part();
  }
} catch (error) {
  findings.push(String(error));
  console.log(`not ok ${error.stack}`);
} finally {
  await browser.close();
  server.stop();
}
console.log(`${held} ok, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
