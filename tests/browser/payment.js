// The whole way of one person's money, in the demo, its clock moved by days: an application is hired, the work is asked
// about and attested, confirmed, claimed for, approved by a second person, put on a list, sent by another manager than
// the one who made it, paid, unmade by a late fact, previewed and recovered. In Vietnamese by the pages; in English what is recorded of the
// placement and what is done with money goes by the API. After each step both are asked and must say the same.
import { randomInt, randomUUID } from "node:crypto";
import { Walker, address, cv, dayOf, mobile } from "./journeys.js";

const word = "phien cho sang chu nhat";
const staff = { officer: "canbo@vidu.vn", manager: "quanly@vidu.vn", second: "quanly2@vidu.vn", boss: "doanhnghiep@vidu.vn" };

export class Payment extends Walker {
  constructor(parts) {
    super(parts);
    this.clock = parts.clock;
    this.byApi = parts.prefix !== "";
    this.people = {};
  }

  /** The placement in the API. */
  /** Number of the contract: each walk has one of its own. */
  get contract() {
    return this.byApi ? "HĐ 78/2026" : "HĐ 77/2026";
  }

  get case() {
    return `/placements/${this.placement}`;
  }

  /** The browser of one of them, signed in as after any jump of the clock. */
  async as(who) {
    this.people[who] ??= { page: await this.somebody(), contact: staff[who], word };
    const { page, contact, word: said } = this.people[who];
    await page.goto(this.at("/tai-khoan"));
    if (page.url().includes("/dang-nhap")) await this.send(page, "/dang-nhap", { "lien-he": contact, "mat-khau": said }, `${who} is in`);
    return page;
  }

  /** A day so many days from that of the demo, as people write it and as programs do. */
  on(days) {
    return dayOf(this.clock.now + days * 86_400_000);
  }

  iso(days, since = this.clock.now) {
    return dayOf(since + days * 86_400_000).split("/").reverse().join("-");
  }

  async api(page, method, path, body) {
    const headers = { "sec-fetch-site": "same-origin", "idempotency-key": randomUUID() };
    const sent = await page.request.fetch(`${this.server.address}/api/v1${path}`, { method, headers, data: body });
    this.check(sent.status() < 300, `${this.name}${this.prefix} ${method} ${path.split("/")[1]}`, `${sent.status()} ${await sent.text()}`);
    return (sent.headers()["content-type"] ?? "").includes("json") ? sent.json() : sent.text();
  }

  /** What the API says of the case or the claim, until it says this. */
  async comes(page, path, field, value) {
    let said;
    for (const until = Date.now() + 60_000; Date.now() < until; await new Promise((wake) => setTimeout(wake, 500))) {
      said = field.split(".").reduce((thing, name) => thing?.[name], await this.api(page, "GET", path));
      if (said === value) break;
    }
    this.check(said === value, `${this.name}${this.prefix} ${field} is ${value}`, said);
  }

  /** Somebody registered at the counter who took the record over. */
  async worker() {
    const desk = await this.as("officer");
    const name = `Mai Thị ${["Đào", "Cúc", "Trúc", "Huệ"][this.byApi ? 1 : 0]} ${randomUUID().slice(0, 4).replace(/\d/g, "x")}`;
    await this.go(desk, `/trung-tam/nguoi?tim=${encodeURIComponent(name)}`, "nobody of this name");
    const number = `052196${String(randomInt(1_000_000)).padStart(6, "0")}`;
    const walkIn = { ten: name, "ngay-sinh": "17/05/1996", "gioi-tinh": "female", "so-dinh-danh": number, "dien-thoai": mobile(), "viec-muon": "Thợ may" };
    await this.send(desk, "/trung-tam/nguoi", walkIn, "registered", ":has([name=ten])");
    const person = desk.url().match(/nguoi\/([0-9a-z]+)/)[1];
    await this.send(desk, "/ma", {}, "code to print");
    const slip = (await desk.locator("main").innerText()).match(/\b[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}\b/)[0];
    const page = await this.somebody();
    const contact = address("worker");
    this.people.worker = { page, contact, word: "thuyền về bến cũ" };
    await this.signUp(page, contact);
    await this.go(page, "/trung-tam/nhan-ho-so", "take the record over");
    await this.send(page, "/trung-tam/nhan-ho-so", { ma: slip }, "taken over");
    return { person, name };
  }

  /** Hired by an application that came through the exchange. */
  async hired({ person, name }) {
    const boss = await this.as("boss");
    await this.go(boss, "/tuyen-dung", "workplace");
    const advert = await boss.locator('a[href*="/tuyen-dung/don-vi/"]').first().getAttribute("href");
    await boss.goto(`${this.server.address}${advert}/tin?trang-thai=live`);
    await this.look(boss, "own vacancies");
    const live = await boss.locator('main a[href*="/tuyen-dung/tin/"]').first().getAttribute("href");
    const posting = live.match(/tin\/([0-9a-z]+)/)[1];
    const page = await this.as("worker");
    await this.go(page, `/ung-tuyen/viec/${posting}`, "quick form");
    const said = { "ho-ten": name, "dien-thoai": mobile(), tuoi: "18", "dong-y": "co" };
    await this.send(page, `/ung-tuyen/viec/${posting}`, said, "looked over");
    await this.send(page, `/ung-tuyen/viec/${posting}`, {}, "sent", ':has(input[name="buoc"][value="gui"])');
    await this.go(boss, "/ung-vien", "applicants");
    await boss.locator('a[href*="/ung-vien/"]', { hasText: name }).first().click();
    await this.look(boss, "unopened");
    await this.send(boss, "/mo", {}, "opened");
    await this.send(boss, "/tra-loi", { ngay: this.on(1) }, "hired", ':has(input[value="hire"])');
    const desk = await this.as("officer");
    await this.go(desk, `/trung-tam/nguoi/${person}`, "the person");
    if (this.byApi) {
      const application = await desk.locator('form[action$="/trung-tam/viec-lam"] input[name="ung-tuyen"]').first().inputValue();
      this.placement = (await this.api(desk, "POST", "/placements", { application })).id;
      this.check(await this.listed(desk), `${this.name}${this.prefix} it is on the list of the officer`);
    } else {
      await this.send(desk, "/trung-tam/viec-lam", {}, "followed", ":has([name=ung-tuyen])");
      this.placement = desk.url().match(/viec-lam\/([0-9a-z]+)/)[1];
    }
    await this.comes(desk, this.case, "outcome.status", "awaiting-contract");
  }

  /** Whether the case is on the officer's own list, on whichever of its pages. */
  async listed(page) {
    for (let list = { next: "" }; list.next !== null; ) {
      list = await this.api(page, "GET", `/placements?whose=mine${list.next && `&after=${list.next}`}`);
      if (list.items.some((item) => item.id === this.placement)) return true;
    }
    return false;
  }

  /** The scan that stands with the case, as a form offers it. */
  paper(page) {
    const offered = page.locator('[name="giay-to"] option, input[name="giay-to"]');
    return offered.evaluateAll((all) => all.map((one) => one.value).find(Boolean));
  }

  /** The officer's word by the API, on the scan: recorded, or only looked at. */
  says(page, says, at = "facts") {
    return this.api(page, "POST", `${this.case}/${at}`, { source: "officer", document_hash: this.scan, says });
  }

  /** What the officer saw of these days on a visit of today, by its page or by the API. */
  async visited(page, since, employed, what) {
    if (this.byApi) {
      const says = { kind: "attestation", from: this.iso(0, since), through: this.iso(-1), employed };
      await this.api(page, "POST", `${this.case}/facts`, { visited_on: this.iso(0), says });
      return;
    }
    await this.go(page, `/trung-tam/viec-lam/${this.placement}/ghi/den-tham`, "visit");
    const visit = { "ngay-den": this.on(0), "tu-ngay": dayOf(since), "den-ngay": this.on(-1), "dang-lam": employed ? "yes" : "no" };
    await this.send(page, "/ghi/den-tham", visit, what);
  }

  /** The contract on paper, which the officer saw, signed by both on the day. */
  async signed() {
    const desk = await this.as("officer");
    const path = `/trung-tam/viec-lam/${this.placement}`;
    await this.go(desk, path, "case");
    // A scan proves one case, and so does a number of the employer's contracts.
    const own = Buffer.concat([cv, Buffer.from(`% ${this.placement}\n%%EOF\n`)]);
    if (this.byApi) {
      const sent = await desk.request.post(`${this.server.address}/api/v1${this.case}/documents?name=hop-dong.pdf`, {
        headers: { "sec-fetch-site": "same-origin", "idempotency-key": randomUUID(), "content-type": "application/pdf" },
        data: own,
      });
      this.check(sent.status() === 201, `${this.name}${this.prefix} scan sent`, await sent.text());
      this.scan = (await sent.json()).hash;
      const { employer_code: employer } = await this.api(desk, "GET", this.case);
      const contract = { kind: "contract", contract: this.contract, employer, form: "indefinite", start: this.iso(1), through: null };
      await this.says(desk, contract);
    } else {
      const scan = { name: "hop-dong.pdf", mimeType: "application/pdf", buffer: own };
      await this.send(desk, "/giay-to", { ten: "Hợp đồng", tep: scan }, "scan attached");
      await this.go(desk, `${path}/ghi/hop-dong`, "contract");
      this.scan = await this.paper(desk);
      const contract = { "hop-dong": this.contract, loai: "indefinite", "tu-ngay": this.on(1), "giay-to": this.scan };
      await this.send(desk, "/ghi/hop-dong", contract, "contract recorded");
    }
    for (const party of ["employer", "worker"]) {
      if (this.byApi) {
        await this.says(desk, { kind: "signature", contract: this.contract, party, signed_on: this.iso(0), method: "paper-seen" });
        continue;
      }
      await this.go(desk, `${path}/ghi/chu-ky`, `signature of the ${party}`);
      const signature = { "hop-dong": this.contract, ben: party, "ngay-ky": this.on(0), cach: "paper-seen", "giay-to": await this.paper(desk) };
      await this.send(desk, "/ghi/chu-ky", signature, "signature recorded");
    }
    this.started = this.clock.now + 86_400_000;
    await this.comes(desk, this.case, "outcome.status", "not-started");
  }

  /** The worker was asked by a link, in one of the lines from this one on. */
  async linked(from) {
    const contact = this.people.worker.contact;
    const link = await this.server.said((line, lines, at) => {
      if (at < from || !line.includes(`${contact}]`)) return null;
      return lines.slice(at, at + 12).join("\n").match(/\/xac-nhan\/[\w-]+/)?.[0];
    }, 60_000);
    const phone = await this.somebody();
    const facts = async () => (await this.api(await this.as("officer"), "GET", `${this.case}/timeline`)).length;
    const before = await facts();
    await this.go(phone, link, "asked by a link");
    this.check((await facts()) === before, `${this.name}${this.prefix} a link that is opened changes nothing`);
    await this.send(phone, link, {}, "answered by the link", ':has(input[value="yes"])');
    this.check((await facts()) === before + 1, `${this.name}${this.prefix} the answer stands`);
  }

  /** After three months the employer answers, on the page of all workers or by the API, and an officer visits. */
  async attested() {
    const boss = await this.as("boss");
    await this.go(boss, "/tuyen-dung/viec-lam", "the employer is asked");
    if (this.byApi) {
      const says = { kind: "attestation", from: this.iso(0, this.started), through: this.iso(-1), employed: true };
      await this.api(boss, "POST", `${this.case}/facts`, { says });
    } else {
      const answer = boss.locator(`[value="${this.placement}.yes"]`);
      if ((await answer.evaluate((one) => one.tagName)) === "OPTION") await answer.locator("..").selectOption(`${this.placement}.yes`);
      else await answer.check();
      await this.send(boss, "/tuyen-dung/viec-lam", {}, "answered for one of them", ":has([name=con-lai])");
    }
    const desk = await this.as("officer");
    await this.visited(desk, this.started, true, "visit recorded");
    await this.comes(desk, this.case, "outcome.status", "confirmed");
  }

  async claimed() {
    const desk = await this.as("officer");
    await this.go(desk, `/trung-tam/viec-lam/${this.placement}`, "confirmed case");
    await desk.locator('a[href*="/trung-tam/chi-tra/lap/"]').first().click();
    await this.look(desk, "prepare a claim");
    if (this.byApi) this.claim = (await this.api(desk, "POST", "/claims", { placement: this.placement, elsewhere_known: "no" })).id;
    else {
      await this.send(desk, `/lap/${this.placement}`, { "nguon-khac-chi": "no" }, "claim prepared");
      this.claim = desk.url().match(/de-nghi\/([0-9a-z]+)/)[1];
    }
    const own = await desk.request.post(`${this.server.address}/api/v1/claims/${this.claim}/acts`, {
      headers: { "sec-fetch-site": "same-origin", "idempotency-key": randomUUID() },
      data: { act: "approve", version: (await this.read(desk)).version },
    });
    this.check(own.status() === 403 || own.status() === 422, `${this.name}${this.prefix} nobody approves what they prepared`, own.status());
    const chief = await this.as("manager");
    await this.act(chief, "duyet", {}, { act: "approve" }, "approved by a second person");
    await this.comes(desk, `/claims/${this.claim}`, "state", "approved");
  }

  async read(page) {
    return this.api(page, "GET", `/claims/${this.claim}`);
  }

  /** One act on the claim, by its page or by the API. */
  async act(page, name, fields, body, what) {
    await this.go(page, `/trung-tam/chi-tra/de-nghi/${this.claim}`, `claim before: ${what}`);
    if (this.byApi) {
      const { version } = await this.read(page);
      await this.api(page, "POST", `/claims/${this.claim}/acts`, { version, ...body });
    } else await this.send(page, `/de-nghi/${this.claim}`, fields, what, `:has(input[name="viec"][value="${name}"])`);
  }

  /** Whoever made the list is told that another person sends it; another manager does. */
  async sent(chief, batch) {
    const path = `/trung-tam/chi-tra/danh-sach/${batch}`;
    const order = async (page) => {
      const { version, accounts_version } = await this.api(page, "GET", `/batches/${batch}`);
      return { act: "send", version, accounts_version, pay_on: this.iso(0) };
    };
    const own = await chief.request.post(`${this.server.address}/api/v1/batches/${batch}/acts`, {
      headers: { "sec-fetch-site": "same-origin", "idempotency-key": randomUUID() },
      data: await order(chief),
    });
    this.check(own.status() === 422, `${this.name}${this.prefix} nobody sends the list that they made`, own.status());
    await this.go(chief, path, "list that its maker does not send");
    const offered = await chief.locator("form:has([name=ngay-chi])").count();
    this.check(offered === 0, `${this.name}${this.prefix} the button is not there for whoever made the list`);
    const second = await this.as("second");
    await this.go(second, path, "list to send");
    if (this.byApi) await this.api(second, "POST", `/batches/${batch}/acts`, await order(second));
    else await this.send(second, `/danh-sach/${batch}`, {}, "list sent", ":has([name=ngay-chi])");
  }

  async paid() {
    const chief = await this.as("manager");
    let batch;
    await this.go(chief, "/trung-tam/chi-tra/danh-sach", "lists");
    if (this.byApi) {
      batch = (await this.api(chief, "POST", "/batches", { claims: [this.claim] })).id;
    } else {
      await this.send(chief, "/chi-tra/danh-sach", { "de-nghi": this.claim }, "list made", `:has([name=de-nghi][value="${this.claim}"])`);
      batch = chief.url().match(/danh-sach\/([0-9a-z]+)/)[1];
    }
    await this.sent(chief, batch);
    await this.go(chief, `/trung-tam/chi-tra/danh-sach/${batch}/in`, "list to sign");
    const file = await this.api(chief, "GET", `/batches/${batch}/file?format=csv`);
    const [heads, row] = file.replace("\ufeff", "").trim().split(/\r?\n/).map((line) => line.split(","));
    const [code, dong] = ["code", "dong"].map((name) => row[heads.indexOf(name)]);
    const result = `code,dong,status,date\n${code},${dong},paid,${this.iso(0)}\n`;
    const xml = await this.api(chief, "GET", `/batches/${batch}/file?format=pain001`);
    this.check(xml.includes(code) && xml.includes("pain.001.001.09"), `${this.name}${this.prefix} the same payout as pain.001`);
    if (this.byApi) {
      const bytes = await chief.request.post(`${this.server.address}/api/v1/batches/${batch}/result`, {
        headers: { "sec-fetch-site": "same-origin", "idempotency-key": randomUUID(), "content-type": "application/octet-stream" },
        data: Buffer.from(result),
      });
      this.check(bytes.ok(), `${this.name}${this.prefix} result of the bank`, await bytes.text());
    } else {
      await this.go(chief, `/trung-tam/chi-tra/danh-sach/${batch}`, "list that was sent");
      const bank = { name: "ket-qua.csv", mimeType: "text/csv", buffer: Buffer.from(result) };
      await this.send(chief, "/ket-qua", { tep: bank }, "result of the bank");
    }
    await this.comes(chief, `/claims/${this.claim}`, "state", "paid");
    this.check((await this.read(chief)).held_dong === Number(dong), `${this.name}${this.prefix} the centre holds what was paid`);
  }

  /** It comes out that the work ended on its fortieth day. */
  async unmade() {
    const desk = await this.as("officer");
    const facts = async () => (await this.api(desk, "GET", `${this.case}/timeline`)).length;
    const before = await facts();
    const nothing = async () => this.check((await facts()) === before, `${this.name}${this.prefix} a preview records nothing`);
    if (this.byApi) {
      const end = { kind: "ended", contract: this.contract, through: this.iso(39, this.started), reason: "resigned" };
      const shown = await this.says(desk, end, "preview");
      await nothing();
      await this.says(desk, end);
      const { outcome } = await this.api(desk, "GET", this.case);
      const said = [shown.outcome, outcome].map(({ status, counted_days: counted }) => `${status} ${counted}`);
      this.check(said[0] === said[1], `${this.name}${this.prefix} what the preview said is what follows`, said.join(", "));
    } else {
      await this.go(desk, `/trung-tam/viec-lam/${this.placement}/ghi/cham-dut`, "end of work");
      const last = dayOf(this.started + 39 * 86_400_000);
      const end = { "hop-dong": this.contract, "den-ngay": last, "ly-do": "resigned", "giay-to": this.scan };
      await this.send(desk, "/ghi/cham-dut", end, "what would follow", "", 1);
      await nothing();
      await this.send(desk, "/ghi/cham-dut", {}, "end recorded");
    }
    await this.visited(desk, this.started + 40 * 86_400_000, false, "nobody was there");
  }

  async recovered() {
    await this.comes(await this.as("officer"), `/claims/${this.claim}`, "state", "in_review");
    const desk = await this.as("officer");
    await this.go(desk, `/trung-tam/chi-tra/de-nghi/${this.claim}`, "preview of the recovery");
    const asked = Number(await desk.locator('form:has(input[name="viec"][value="de-xuat"]) input[name="so-tien-thu"]').inputValue());
    const shown = await this.api(desk, "GET", `/claims/${this.claim}/recovery?instalments=1`);
    this.check(shown.asked_dong === asked, `${this.name}${this.prefix} page and API ask the same back`, `${asked} ${shown.asked_dong}`);
    await this.act(desk, "de-xuat", {}, { act: "propose_recovery", dong: asked, instalments: 1 }, "recovery proposed");
    const chief = await this.as("manager");
    await this.act(chief, "xac-nhan", {}, { act: "confirm_recovery", dong: asked, instalments: 1 }, "recovery confirmed");
    const { journals } = await this.read(chief);
    const lines = journals.flatMap((journal) => journal.lines);
    this.check(lines.reduce((sum, line) => sum + line.dong, 0) === 0, `${this.name}${this.prefix} the ledger sums to zero`);
    const booked = journals.at(-1).lines.find((line) => line.dong > 0).dong;
    this.check(booked === asked && asked > 0, `${this.name}${this.prefix} what was previewed is what is booked`, `${asked} ${booked}`);
    const back = { "so-tien": String(asked), ngay: this.on(0) };
    await this.act(chief, "nop-lai", back, { act: "give_back", dong: asked, on: this.iso(0) }, "given back");
    await this.comes(chief, `/claims/${this.claim}`, "state", "recovered");
    await this.go(chief, `/trung-tam/chi-tra/de-nghi/${this.claim}`, "claim at its end");
  }
}

/** Moves the clock; it is daytime afterwards, because nobody is written to at night. */
async function later(clock, server, days) {
  await server.ahead(days);
  const hour = Number((await server.ahead("1h")).match(/T(\d\d)/)[1]);
  if (hour < 8 || hour > 19) await server.ahead(`${(33 - hour) % 24 || 24}h`);
  clock.now = Date.parse(await server.ahead("1h"));
}

async function both(walks, server) {
  const clock = walks[0].clock;
  const each = async (...steps) => {
    for (const walk of walks) for (const step of steps) await step(walk);
  };
  await later(clock, server, 1);
  await each(async (walk) => walk.hired(await walk.worker()), (walk) => walk.signed());
  const from = server.lines.length;
  await later(clock, server, 10);
  await each((walk) => walk.linked(from));
  for (let month = 0; month < 3; month += 1) await later(clock, server, 30);
  await each((walk) => walk.attested(), (walk) => walk.claimed(), (walk) => walk.paid(), (walk) => walk.unmade());
  await later(clock, server, 1);
  await each((walk) => walk.recovered());
}

/** The whole way of two people, in both languages. */
export async function payments({ browser, server, check, axe }) {
  const clock = { now: Date.now() };
  const walks = ["", "/en"].map((prefix) => new Payment({ browser, server, prefix, check, axe, clock, name: "payment" }));
  try {
    await both(walks, server);
  } catch (error) {
    const shown = await Promise.all(walks.map((walk) => walk.shown()));
    throw new Error(`${error.stack}\nshown then:\n${shown.join("\n")}\nsaid last:\n${server.lines.slice(-40).join("\n")}`);
  }
}
