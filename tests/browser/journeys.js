// Whole journeys of the three who meet here, at 360 px and without script, once in each language, looked at by axe at
// every step: a seeker signs up, finds, applies and withdraws; an employer is verified, posts and answers; an officer
// registers a walk-in, refers, prints the letter and records the result. With demo data, and from an empty data folder,
// where everybody comes in as in life: by the command line, by codes and by second factors.
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";

const password = "thuyền về bến cũ";
let people = 0;

/** A code of an authenticator app (RFC 6238) for a secret in base 32. */
function totp(secret, at = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s|=/g, "").toUpperCase()].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** A tax code of ten digits with its check digit. */
function taxCode() {
  const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
  for (;;) {
    const digits = [0, 3, ...randomBytes(7)].map((byte) => byte % 10);
    digits[0] = 0;
    digits[1] = 3;
    const check = 10 - (digits.reduce((sum, digit, at) => sum + digit * weights[at], 0) % 11);
    if (check >= 0 && check <= 9) return [...digits, check].join("");
  }
}

export const mobile = () => `090${String(Date.now()).slice(-4)}${String(100 + (people += 1)).slice(-3)}`;
export const address = (name) => `${name}${Date.now()}${(people += 1)}@vidu.vn`;
export const cv = Buffer.from(`%PDF-1.7\n${"x".repeat(200)}\n%%EOF\n`);

export class Walker {
  constructor({ browser, server, prefix, check, axe, name }) {
    Object.assign(this, { browser, server, prefix, check, axe, name });
    this.step = 0;
    this.pages = [];
  }

  /** What every browser that is still open shows: for whoever reads why a journey stopped. */
  async shown() {
    const open = this.pages.filter((page) => !page.isClosed());
    const texts = open.map(async (page) => `${page.url()}\n${await page.locator("main").innerText().catch(String)}`);
    return (await Promise.all(texts)).join("\n\n");
  }

  /** A browser of somebody, on a phone and without script. */
  async somebody() {
    const context = await this.browser.newContext({ viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    this.pages.push(page);
    page.on("response", (answer) => {
      if (answer.request().isNavigationRequest() && answer.status() >= 400) page.refused = answer.status();
    });
    page.script = await context.newCDPSession(page);
    await this.script(page, false);
    return page;
  }

  /** Scripts are off while pages load and are used; axe alone runs between. */
  async script(page, is) {
    await page.script.send("Emulation.setScriptExecutionDisabled", { value: !is });
  }

  at(path) {
    return `${this.server.address}${this.prefix}${path}`;
  }

  /** Looks at the page that is shown: it is one, axe finds nothing, nothing is wider than the phone. */
  async look(page, what) {
    this.step += 1;
    const name = `${this.name}${this.prefix} ${this.step} ${what}`;
    const title = await page.locator("h1").first().innerText();
    this.check(title.length > 0 && !page.refused, name, `${page.refused} ${page.url()} ${title}`);
    page.refused = 0;
    await this.script(page, true);
    await this.axe(page, name);
    await this.script(page, false);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (process.env.SHOTS) {
      const file = `${name.replaceAll("/", "-").replaceAll(" ", "-")}.png`;
      await page.screenshot({ path: join(process.env.SHOTS, file), fullPage: true });
    }
    this.check(over <= 0, `${name}: no sideways scroll`, `${over} px too wide`);
  }

  async go(page, path, what) {
    await page.goto(this.at(path));
    await this.look(page, what);
  }

  /** Fills a form in by the names of its fields and sends it by one of its buttons; `action` ends its address. */
  async send(page, action, fields, what, having = "", button = 0) {
    const form = page.locator(`form[action$="${action}"]${having}`).first();
    const around = form.locator("xpath=ancestor::details[not(@open)]/summary");
    const within = form.locator("details:not([open]) > summary");
    for (const closed of [around, within]) while (await closed.count()) await closed.first().click();
    for (const [name, value] of Object.entries(fields)) {
      const field = form.locator(`[name="${name}"]`);
      const kind = await field.first().evaluate((element) => element.type ?? element.tagName);
      if (kind === "file") await field.setInputFiles(value);
      else if (kind === "radio" || kind === "checkbox") {
        for (const one of [value].flat()) await form.locator(`[name="${name}"][value="${one}"]`).check();
      } else if (kind === "select-one") await field.selectOption(value);
      else await field.fill(value);
    }
    await form.locator("button[type=submit]").nth(button).click();
    await this.look(page, what);
    const wrong = await page.locator(".govuk-error-summary").allInnerTexts();
    this.check(wrong.length === 0, `${this.name}${this.prefix} ${this.step} ${what}: nothing is refused`, wrong.join(" "));
  }

  async signIn(page, contact, word = password) {
    await this.go(page, "/dang-nhap", "sign in");
    await this.send(page, "/dang-nhap", { "lien-he": contact, "mat-khau": word }, "signed in");
  }

  /** A new account with a code that was sent, and a password. */
  async signUp(page, contact) {
    await this.go(page, "/dang-ky", "sign up");
    await this.send(page, "/dang-ky", { "lien-he": contact }, "code sent");
    await this.send(page, "/xac-nhan", { ma: await this.server.code(contact) }, "code shown");
    await this.send(page, "/tai-khoan/mat-khau", { "mat-khau": password, "nhap-lai": password }, "password set");
  }

  /** Sets a second factor up where the role needs one. */
  async factor(page) {
    if (!page.url().includes("/tai-khoan/hai-buoc")) return "";
    const secret = (await page.locator("main").innerText()).match(/\b(?:[A-Z2-7]{4} ?){6,}[A-Z2-7]*\b/)[0];
    await this.send(page, "/tai-khoan/hai-buoc", { ma: totp(secret) }, "second factor set");
    return secret;
  }

  async seeker() {
    const page = await this.somebody();
    await this.signUp(page, address("seeker"));
    await this.go(page, `/viec-lam?q=${encodeURIComponent(this.server.wanted)}`, "results");
    await page.locator(".sv-list h3 a").first().click();
    await this.look(page, "a vacancy");
    await page.locator('a.govuk-button[href*="/ung-tuyen/viec/"]').first().click();
    await this.look(page, "quick form");
    const posting = page.url().match(/ung-tuyen\/viec\/([0-9a-z]+)/)[1];
    const said = { "ho-ten": "Nguyễn Thị Lan", "dien-thoai": mobile(), tuoi: "18", "dong-y": "co" };
    await this.send(page, `/ung-tuyen/viec/${posting}`, said, "looked over");
    await this.send(page, `/ung-tuyen/viec/${posting}`, {}, "sent", ':has(input[name="buoc"][value="gui"])');
    await this.go(page, "/ung-tuyen", "own applications");
    await page.locator(".sv-list a").first().click();
    await this.look(page, "own application");
    await this.send(page, "/rut", {}, "withdrawn");
    await this.go(page, "/ho-so/phan/identity", "profile");
    await this.send(page, "/ho-so/phan/identity", { name: "Nguyễn Thị Lan", birth_on: "12/03/1994" }, "profile saved");
    await this.go(page, `/ung-tuyen/viec/${posting}/ho-so`, "apply with the profile");
    const words = { birth_on: "co", "noi-dung": "Tôi ở gần công ty." };
    await this.send(page, `/ung-tuyen/viec/${posting}/ho-so`, words, "draft");
    const file = { name: "cv.pdf", mimeType: "application/pdf", buffer: cv };
    await this.send(page, "/tep", { tep: file }, "CV attached");
    const draft = page.url().match(/ung-tuyen\/nhap\/([0-9a-z]+)/)[1];
    await this.send(page, `/ung-tuyen/nhap/${draft}`, { "dong-y": "co" }, "sent with the profile");
    await this.go(page, "/ho-so/dong-y", "consents");
    const shared = page.locator('form:has(input[name="purpose"][value^="application-"]) button');
    this.check((await shared.count()) === 1, `${this.name}${this.prefix}: the consent is shown`);
    await shared.click();
    await this.look(page, "consent taken back");
    await this.go(page, `/ung-tuyen/ho-so/${draft}`, "closed with the consent");
    await this.go(page, "/ho-so/viec-lam", "whether one of them led to work");
    this.check((await page.locator('[name="lam-tu"]').count()) === 1, `${this.name}${this.prefix}: one may tell of work`);
    await page.context().close();
  }

  async employer() {
    const page = await this.somebody();
    await this.signUp(page, address("employer"));
    await this.go(page, "/tuyen-dung/dang-ky", "register");
    const centre = await page.locator('[name="centre"]').first().evaluate((element) => element.options?.[1]?.value ?? element.value);
    const organisation = {
      kind: "enterprise",
      number: taxCode(),
      name: `Công ty TNHH Hành Trình ${(people += 1)}`,
      employer_type: "non_state",
      industry: "C",
      size: "10_50",
      address: "12 Trần Phú",
      phone: "0256 3822 123",
      email: "nhansu@vidu.vn",
      representative: "Nguyễn Văn Đại",
      centre,
    };
    await this.send(page, "/tuyen-dung/dang-ky", organisation, "registered");
    await this.go(page, "/tuyen-dung", "own organisations");
    await this.send(page, "/tai-khoan/vai-tro", {}, "acts for it");
    if (await this.factor(page)) await this.go(page, "/tuyen-dung", "workplace");
    await page.locator('a[href*="/tuyen-dung/don-vi/"]').first().click();
    await this.look(page, "organisation");
    const code = page.url().match(/don-vi\/([0-9a-z]+)/)[1];
    const evidence = { evidence: "registration_paper", reference: "Giấy phép số 12/2026", seen_on: "01/11/2026" };
    await this.send(page, `/tuyen-dung/don-vi/${code}`, evidence, "evidence handed in");

    const judge = await this.somebody();
    await this.server.enter(this, judge, "moderator");
    await this.go(judge, `/kiem-duyet/don-vi/${code}`, "to be verified");
    const yes = { evidence: "register_lookup", reference: "Tra cứu mã số thuế", seen_on: "", through: this.server.nextYear };
    await this.send(judge, `/kiem-duyet/don-vi/${code}`, yes, "verified", ':has(input[value="verify"])');

    await this.go(page, `/tuyen-dung/don-vi/${code}/tin`, "own vacancies");
    await this.send(page, `/tuyen-dung/don-vi/${code}/tin`, {}, "begun");
    const draft = page.url().match(/tin\/([0-9a-z]+)\//)[1];
    const steps = [
      ["viec", { title: "Thợ may công nghiệp", description: "May trong xưởng có điều hòa." }],
      ["noi", { location: "Phường Quy Nhơn, Gia Lai" }],
      ["nguoi", { wanted: "2", position: "staff" }],
      ["luong", { pay: "8 - 12 triệu" }],
      ["hop-dong", {}],
      ["dieu-kien", {}],
      ["yeu-cau", { education: "upper_secondary", technical_level: "untrained" }],
      ["lien-he", { recruiting: "in_person" }],
      ["han", { deadline_on: this.server.nextMonth, ready_on: this.server.nextMonth }],
    ];
    for (const [slug, fields] of steps) await this.send(page, `/buoc/${slug}`, fields, `step ${slug}`);
    await this.send(page, `/tuyen-dung/tin/${draft}/kiem-tra`, {}, "handed in");
    await this.go(judge, `/kiem-duyet/tin/${draft}`, "to be published");
    await this.send(judge, `/kiem-duyet/tin/${draft}`, {}, "published", ':has(input[value="publish"])');
    await judge.context().close();

    const visitor = await this.somebody();
    await this.go(visitor, `/ung-tuyen/viec/${draft}`, "somebody applies");
    const said = { "ho-ten": "Trần Văn Bảy", "dien-thoai": mobile(), tuoi: "18", "dong-y": "co" };
    await this.send(visitor, `/ung-tuyen/viec/${draft}`, said, "looked over");
    await this.send(visitor, `/ung-tuyen/viec/${draft}`, {}, "sent", ':has(input[name="buoc"][value="gui"])');
    await visitor.context().close();

    await this.go(page, "/ung-vien", "applicants");
    await page.locator('a[href*="/ung-vien/"]:not([href$="/mau"])').first().click();
    await this.look(page, "unopened");
    await this.send(page, "/mo", {}, "opened");
    await this.send(page, "/tra-loi", {}, "shortlisted", ':has(input[value="shortlist"])');
    await this.send(page, "/lien-he", {}, "contact");
    await page.context().close();
    return draft;
  }

  async officer(posting) {
    const page = await this.somebody();
    await this.server.enter(this, page, "officer");
    await this.go(page, "/trung-tam/nguoi?tim=L%C3%BD+V%C4%83n+T%C3%A1m", "nobody of this name");
    const number = String((people += 1)).padStart(3, "0");
    const walkIn = {
      ten: `Lý Văn Tám ${["An", "Bình", "Chi", "Dũng"][people % 4]}`,
      "ngay-sinh": `${String(1 + (people % 27)).padStart(2, "0")}/03/1990`,
      "gioi-tinh": "male",
      "dien-thoai": `0911 ${String(Date.now()).slice(-3)} ${number}`,
      "viec-muon": "Thợ may",
    };
    await this.send(page, "/trung-tam/nguoi", walkIn, "registered", ":has([name=ten])");
    const person = page.url().match(/nguoi\/([0-9a-z]+)/)[1];
    await this.go(page, `/trung-tam/nguoi/${person}/in`, "slip to sign");
    await this.go(page, `/trung-tam/nguoi/${person}`, "the walk-in");
    await this.send(page, "/dong-y", { "muc-dich": "matching", giay: "GĐY 12/2026" }, "consent recorded");
    await this.go(page, `/trung-tam/tin/${posting}/nguoi`, "people for the vacancy");
    const listed = page.locator(`a[href*="/trung-tam/nguoi/${person}/gioi-thieu"]`);
    this.check((await listed.count()) === 1, `${this.name}${this.prefix}: the walk-in fits the vacancy`);
    await this.go(page, `/trung-tam/nguoi/${person}/gioi-thieu?tin=${posting}`, "refer");
    await this.send(page, "/gioi-thieu", { giay: "GĐY 13/2026" }, "letter to print", ":has([name=giay])");
    const letter = page.url().match(/phieu\/([0-9a-z]+)/)[1];
    this.check(await page.locator("svg").first().isVisible(), `${this.name}${this.prefix}: the letter has its code`);
    await this.go(page, `/trung-tam/phieu/${letter}`, "the case");
    await this.send(page, `/trung-tam/phieu/${letter}`, { "cach-gui": "by_hand" }, "sent", ":has([name=cach-gui])");
    const hired = { "ngay-bao": this.server.today, "lam-tu": this.server.today };
    await this.send(page, `/trung-tam/phieu/${letter}`, hired, "result recorded", ":has([name=lam-tu])");
    await this.applyFor(page, person, posting);
    await page.context().close();
  }

  /** A file brought to the counter goes with an application, which is taken back at the counter. */
  async applyFor(page, person, posting) {
    await this.go(page, `/trung-tam/nguoi/${person}/tep`, "files brought");
    const file = { name: "cv.pdf", mimeType: "application/pdf", buffer: cv };
    await this.send(page, `/nguoi/${person}/tep`, { "loai-tep": "cv", tep: file }, "file taken in");
    await this.go(page, `/trung-tam/nguoi/${person}/ung-tuyen?tin=${posting}`, "apply for the person");
    const chosen = await page.locator('input[type=checkbox][name="tep"]').first().getAttribute("value");
    await this.send(page, "/ung-tuyen", { tep: chosen, giay: "GĐY 14/2026" }, "applied for", ":has([name=giay])");
    await page.locator('a[href*="/trung-tam/ung-tuyen/"]').first().click();
    await this.look(page, "the application");
    const application = page.url().match(/ung-tuyen\/([0-9a-z]+)/)[1];
    const asked = { "nguoi-yeu-cau": "person", "giay-to": "identity_card", "ngay-cap": "11/05/2021" };
    await this.send(page, `/${application}/rut`, asked, "taken back at the counter");
    await this.go(page, `/trung-tam/ung-tuyen/${application}/in`, "application on paper");
  }
}

/** The day of an instant as people here write it. */
export function dayOf(instant) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh" }).formatToParts(instant);
  const of = (type) => parts.find((part) => part.type === type).value;
  return `${of("day")}/${of("month")}/${of("year")}`;
}

const day = (ahead) => dayOf(Date.now() + ahead * 86_400_000);
const days = { today: day(0), nextMonth: day(30), nextYear: day(360) };

/** The demo: codes stand on the terminal, staff have one password. */
export function ofDemo(server) {
  const trial = { officer: "canbo@vidu.vn", moderator: "kiemduyet@vidu.vn" };
  return {
    ...server,
    wanted: "nhan vien",
    ...days,
    async code(contact) {
      return server.said((line, lines, at) => {
        if (!line.includes(`${contact}]`)) return null;
        return lines.slice(at, at + 8).join("\n").match(/\b(\d{6})\b/)?.[1];
      });
    },
    enter: (walker, page, role) => walker.signIn(page, trial[role], "phien cho sang chu nhat"),
  };
}

/** An exchange with nothing in it: staff are added at the command line and get in by a code that is mailed. */
async function fromNothing({ serve, command, post }) {
  const { mkdtempSync, readFileSync, rmSync, writeFileSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const mail = await post();
  const data = mkdtempSync(join(tmpdir(), "sanviec-empty-"));
  command(["init", "--data", data]);
  const file = join(data, "sanviec.toml");
  const set = readFileSync(file, "utf8")
    .replace(/(\[mail\][\s\S]*?)host = ""/, `$1host = "127.0.0.1"`)
    .replace(/(\[mail\][\s\S]*?)port = \d+/, `$1port = ${mail.port}`)
    .replace(/(\[mail\][\s\S]*?)tls = "\w+"/, `$1tls = "none"`)
    .replace(/(\[mail\][\s\S]*?)\nfrom = ""/, `$1\nfrom = "san@vidu.vn"`);
  writeFileSync(file, set);
  const centre = command(["user", "add-centre", "Trung tâm Dịch vụ việc làm Gia Lai", "--province", "52", "--data", data]);
  const id = centre.match(/[0-9a-f]{8}-[0-9a-f-]{27}/)[0];
  const staff = { officer: "canbo@vidu.vn", moderator: "kiemduyet@vidu.vn", centre_manager: "quanly@vidu.vn" };
  for (const [role, contact] of Object.entries(staff)) {
    command(["user", "add", contact, "--role", role, "--centre", id, "--data", data]);
  }
  const server = await serve(["--listen", "127.0.0.1:0", "--data", data]);
  const secrets = {};
  const code = async (contact) => {
    for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((wake) => setTimeout(wake, 200))) {
      const at = mail.letters.findIndex(({ to, text }) => to === contact && /\b\d{6}\b/.test(text.split("\n\n").slice(1).join("\n")));
      if (at >= 0) return mail.letters.splice(at, 1)[0].text.split("\n\n").slice(1).join("\n").match(/\b(\d{6})\b/)[1];
    }
    throw new Error(`no code for ${contact}: ${JSON.stringify(mail.letters)}`);
  };
  const enter = async (walker, page, role) => {
    const contact = staff[role];
    if (secrets[role]) {
      await walker.signIn(page, contact);
      // A code counts once: the next one is waited for.
      const used = secrets[role].used;
      while (Math.floor(Date.now() / 30_000) === used) await new Promise((wake) => setTimeout(wake, 500));
      secrets[role].used = Math.floor(Date.now() / 30_000);
      await walker.send(page, "/dang-nhap/ma", { ma: totp(secrets[role].secret) }, "second factor");
      return;
    }
    await walker.go(page, "/quen-mat-khau", "first entrance");
    await walker.send(page, "/quen-mat-khau", { "lien-he": contact }, "code sent");
    await walker.send(page, "/xac-nhan", { ma: await code(contact) }, "code shown");
    const set = () => walker.send(page, "/tai-khoan/mat-khau", { "mat-khau": password, "nhap-lai": password }, "password set");
    if (!page.url().includes("/tai-khoan/hai-buoc")) await walker.go(page, "/tai-khoan/hai-buoc", "second factor asked");
    secrets[role] = { secret: await walker.factor(page), used: Math.floor(Date.now() / 30_000) };
    await walker.go(page, "/tai-khoan/mat-khau", "no password yet");
    await set();
    if (role === "officer") await letterhead(walker, id);
  };
  /** A manager fills in what stands on letters, once. */
  const letterhead = async (walker, centreId) => {
    const page = await walker.somebody();
    await enter(walker, page, "centre_manager");
    await walker.go(page, "/trung-tam", "desk of the manager");
    await page.locator('a[href*="/trung-tam/co-so/"]').first().click();
    await walker.look(page, "centre");
    const head = {
      "chu-quan": "SỞ NỘI VỤ TỈNH GIA LAI",
      "dia-danh": "Gia Lai",
      "ky-hieu": "GTVL-TTDVVL",
      "chuc-vu": "GIÁM ĐỐC",
      "han-gui": "2",
      "han-tra-loi": "10",
    };
    await walker.send(page, `/trung-tam/co-so/${page.url().match(/co-so\/([0-9a-z]+)/)[1]}`, head, "letterhead", ":has([name=chu-quan])");
    await page.context().close();
    return centreId;
  };
  const stop = () => {
    server.stop();
    mail.close();
    rmSync(data, { recursive: true, force: true });
  };
  return { address: server.address, wanted: "may", ...days, code, enter, stop };
}

/** All journeys, in both languages, with demo data and from nothing. */
export async function journeys({ browser, server, check, axe, tools }) {
  const empty = await fromNothing(tools);
  try {
    for (const [name, of] of [["demo", ofDemo(server)], ["empty", empty]]) {
      for (const prefix of ["", "/en"]) {
        const walker = new Walker({ browser, server: of, prefix, check, axe, name });
        try {
          const posting = await walker.employer();
          await walker.seeker();
          await walker.officer(posting);
        } catch (error) {
          throw new Error(`${error.stack}\nshown then:\n${await walker.shown()}`);
        }
      }
    }
  } finally {
    empty.stop();
  }
}
