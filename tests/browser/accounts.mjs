// Ways to sign in against the running product, in Chromium: a passkey on a device in software, and an identity of a
// real OpenID Connect server. Prints `ok N …` for what holds and ends with 1 on any finding.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import Provider from "oidc-provider";
import { launch } from "./browser.js";
import { serve } from "./server.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const password = "phien cho sang chu nhat";
const secret = "b".repeat(40);
const findings = [];
let held = 0;

function check(holds, what, detail = "") {
  if (holds) console.log(`ok ${(held += 1)} ${what}`);
  else {
    findings.push(what);
    console.log(`not ok ${what} ${detail}`);
  }
}

/** A port that nobody has now. */
async function port() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** An OpenID Connect server, as it comes from npm, that demands PKCE. */
async function provider(site) {
  const at = await port();
  const issuer = `http://localhost:${at}`;
  const back = (name) => ["", "/en"].map((lang) => `${site}${lang}/dang-nhap/ngoai/${name}/ve`);
  const client = (client_id) => ({ client_id, client_secret: secret, redirect_uris: back(client_id) });
  const made = new Provider(issuer, {
    clients: [client("vi-du"), client("muc-cao")],
    pkce: { required: () => true },
    acrValues: ["urn:vidu:cao"],
    cookies: { keys: ["a-key-for-tests-alone"] },
  });
  const server = await new Promise((ready) => {
    const listening = made.listen(at, () => ready(listening));
  });
  return { issuer, stop: () => server.close() };
}

const at = await port();
const site = `http://localhost:${at}`;
const identity = await provider(site);
const data = mkdtempSync(join(tmpdir(), "sanviec-accounts-"));
const file = join(data, "secret");
writeFileSync(file, secret);
const one = (name, more) => `
[[identity_providers]]
name = "${name}"
label_vi = "Định danh ${name}"
label_en = "Identity ${name}"
issuer = "${identity.issuer}"
client_id = "${name}"
client_secret_file = "${file}"
${more}`;
writeFileSync(
  join(data, "sanviec.toml"),
  `public_url = "${site}"\n${one("vi-du", "")}${one("muc-cao", 'levels = ["urn:vidu:cao"]')}`,
);
const server = await serve(["--demo", "--demo-postings", "50", "--listen", `127.0.0.1:${at}`, "--data", data]);
const browser = await launch();

async function axe(page, name) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 2).map((node) => node.target).join(" | ")}`);
  check(violations.length === 0, `axe ${name}`, told.join("; "));
}

/** A window whose console is watched. */
async function visitor(options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (line) => {
    const ours = page.url().startsWith(site) && line.type() === "error";
    if (ours && !line.text().includes("status of 4")) errors.push(line.text());
  });
  page.on("pageerror", (error) => page.url().startsWith(site) && errors.push(String(error)));
  return { context, page, errors };
}

async function signIn(page, address) {
  await page.goto(`${site}/dang-nhap`);
  await page.getByLabel("Số điện thoại hoặc email").fill(address);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
}

async function signOut(page) {
  await page.goto(`${site}/tai-khoan`);
  await page.getByRole("button", { name: "Đăng xuất" }).click();
}

const where = (page) => new URL(page.url()).pathname;

/** A device that checks the person, in software. */
async function device(context, page) {
  const protocol = await context.newCDPSession(page);
  await protocol.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasUserVerification: true, isUserVerified: true };
  const { authenticatorId } = await protocol.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, hasResidentKey: true, automaticPresenceSimulation: true },
  });
  return {
    keys: async () => (await protocol.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    refuse: (refuses) => protocol.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: !refuses }),
  };
}

async function passkeys() {
  const { context, page, errors } = await visitor();
  const held = await device(context, page);
  await signIn(page, "nguoitimviec@vidu.vn");
  check(where(page) === "/tai-khoan", "in by password alone before there is a passkey", page.url());
  await page.goto(`${site}/tai-khoan/khoa`);
  await axe(page, "vi/passkeys 360");
  await page.getByLabel("Tên gợi nhớ").fill("Máy thử");
  await page.getByRole("button", { name: "Thêm khóa truy cập" }).click();
  await page.waitForURL("**/tai-khoan");
  check((await held.keys()).length === 1, "the device keeps a key");
  check(await page.getByText("Máy thử").isVisible(), "the account shows the passkey");
  await signOut(page);
  await signIn(page, "nguoitimviec@vidu.vn");
  check(where(page) === "/dang-nhap/ma", "the password alone is half the way", page.url());
  await axe(page, "vi/second factor 360");
  await held.refuse(true);
  await page.getByRole("button", { name: "Dùng khóa truy cập" }).click();
  await page.getByText("Thiết bị chưa trả lời được").waitFor();
  check(where(page) === "/dang-nhap/ma", "a device that does not know the person lets nobody in", page.url());
  await held.refuse(false);
  await page.getByRole("button", { name: "Dùng khóa truy cập" }).click();
  await page.waitForURL("**/tai-khoan");
  check(true, "in by password and passkey");
  await page.getByRole("button", { name: "In mã mới" }).click();
  const codes = await page.locator(".sv-codes code").allInnerTexts();
  check(codes.length === 10 && new Set(codes).size === 10, "ten codes to print", codes.length);
  await axe(page, "vi/backup codes 360");
  await signOut(page);
  await signIn(page, "nguoitimviec@vidu.vn");
  await page.getByLabel("Mã trong ứng dụng hoặc mã dự phòng").fill(codes[0].toLowerCase());
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  check(where(page) === "/tai-khoan", "in by password and printed code", page.url());
  check(await page.getByText("Còn 9 mã").isVisible(), "nine codes are left");
  await axe(page, "vi/account with everything 360");
  await page.goto(`${site}/tai-khoan/lien-he`);
  await axe(page, "vi/addresses 360");
  await page.goto(`${site}/en/tai-khoan/khoa`);
  await axe(page, "en/passkeys 360");
  check(await page.getByText("Since ").first().isVisible(), "the page of passkeys in English");
  check(errors.length === 0, "no error in the console with passkeys", errors.join("; "));
  return { context, page, held, errors };
}

async function withoutScript() {
  const { context, page } = await visitor({ javaScriptEnabled: false });
  await signIn(page, "nguoitimviec@vidu.vn");
  check(where(page) === "/dang-nhap/ma", "without script: half in", page.url());
  check(await page.getByText("Khóa truy cập cần JavaScript").isVisible(), "without script: the page says what to do");
  check(!(await page.getByRole("button", { name: "Dùng khóa truy cập" }).isVisible()), "without script: no dead button");
  check(await page.getByLabel("Mã trong ứng dụng hoặc mã dự phòng").isVisible(), "without script: a code can be shown");
  await context.close();
}

/** Signs in at the provider with its own pages, where it asks. */
async function atProvider(page, name) {
  for (let step = 0; step < 4 && page.url().startsWith(identity.issuer); step += 1) {
    const login = page.locator("input[name=login]");
    if (await login.count()) {
      await login.fill(name);
      await page.locator("input[name=password]").fill("any");
    }
    await Promise.all([page.waitForLoadState("networkidle"), page.locator("button[type=submit]").click()]);
  }
}

async function identities({ page, errors }) {
  await page.goto(`${site}/tai-khoan`);
  await page.getByRole("link", { name: "Liên kết đăng nhập với Định danh vi-du" }).click();
  check(page.url().startsWith(identity.issuer), "sent to the provider", page.url());
  await atProvider(page, "lan");
  check(where(page) === "/dang-nhap/ngoai/vi-du/ve", "back from the provider with a question", page.url());
  await axe(page, "vi/link identity 360");
  await page.getByRole("button", { name: "Liên kết" }).click();
  check(where(page) === "/tai-khoan" && (await page.getByText("Đã liên kết danh tính").isVisible()), "linked", page.url());
  await signOut(page);

  await page.goto(`${site}/dang-nhap`);
  await page.getByRole("link", { name: "Đăng nhập bằng Định danh vi-du" }).click();
  await atProvider(page, "lan");
  check(where(page) === "/dang-nhap/ma", "an identity does not stand for the second factor", page.url());
  await page.getByRole("button", { name: "Dùng khóa truy cập" }).click();
  await page.waitForURL("**/tai-khoan");
  check(await page.getByText("Định danh vi-du").first().isVisible(), "in by identity and passkey");
  check(errors.length === 0, "no error in the console with identities", errors.join("; "));
}

async function refusals() {
  const { context, page } = await visitor();
  await page.goto(`${site}/dang-nhap/ngoai/vi-du`);
  await atProvider(page, "nguoi-la");
  check(await page.getByText("Danh tính này chưa liên kết").isVisible(), "an identity that nobody linked leads nowhere");
  const cookies = await context.cookies(site);
  check(!cookies.some(({ name, value }) => name === "sanviec-ngoai" && value), "the round is over with the answer");

  const back = (query) => page.goto(`${site}/dang-nhap/ngoai/vi-du/ve?${query}`);
  check((await back("code=abc&state=def")).status() === 422, "an answer that nobody asked for is refused");
  await page.request.get(`${site}/dang-nhap/ngoai/vi-du`, { maxRedirects: 0 });
  check((await back("code=abc&state=def")).status() === 422, "another state is refused");
  const sent = await page.request.get(`${site}/dang-nhap/ngoai/vi-du`, { maxRedirects: 0 });
  const asked = new URL(sent.headers().location).searchParams;
  check(asked.get("code_challenge_method") === "S256" && asked.get("nonce").length >= 43, "PKCE and a nonce are sent");
  check(asked.get("scope") === "openid", "only who somebody is is asked for");
  check((await back(`code=abc&state=${asked.get("state")}`)).status() === 422, "a code that was never given is refused");
  const other = await page.request.get(`${site}/dang-nhap/ngoai/vi-du`, { maxRedirects: 0 });
  const state = new URL(other.headers().location).searchParams.get("state");
  const wrong = await back(`code=abc&state=${state}&iss=${encodeURIComponent("https://evil.example")}`);
  check(wrong.status() === 422, "an answer of another issuer is refused");
  check((await page.goto(`${site}/dang-nhap/ngoai/khong-co`)).status() === 404, "a provider that is not configured is not there");

  await page.goto(`${site}/dang-nhap/ngoai/muc-cao`);
  await atProvider(page, "nguoi-la");
  const text = await page.getByText("Không xác nhận được danh tính").first().isVisible();
  check(text, "a lower assurance level than demanded is refused", page.url());
  await context.close();
}

try {
  const signed = await passkeys();
  await withoutScript();
  await identities(signed);
  await refusals();
} catch (error) {
  check(false, "the journey came to its end", String(error));
} finally {
  await browser.close();
  server.stop();
  identity.stop();
  rmSync(data, { recursive: true, force: true });
}
console.log(`${held} ok, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
