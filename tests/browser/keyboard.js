// An officer finds a person, or registers one, by keyboard alone: no pointer is ever used. How long it takes is reckoned
// by the keystroke-level model (Card, Moran and Newell 1980): 0.28 s for a key of an average typist, 1.35 s of thinking
// before each field and each page, and a second for each answer of the server.
const key = 0.28;
const thought = 1.35;
const answer = 1;

class Typist {
  constructor(page) {
    Object.assign(this, { page, keys: 0, thoughts: 0, answers: 0 });
  }

  async press(name) {
    this.keys += 1;
    await this.page.keyboard.press(name);
  }

  /** Goes on with Tab to what this selector names; fails where the keyboard does not get there. */
  async reach(selector, most = 80) {
    for (let tries = 0; tries <= most; tries += 1) {
      if (await this.page.evaluate((what) => document.activeElement?.matches(what) ?? false, selector)) return;
      await this.press("Tab");
    }
    throw new Error(`${selector} is not reached by Tab on ${this.page.url()}`);
  }

  async type(selector, text) {
    await this.reach(selector);
    this.thoughts += 1;
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  /** Sends what is shown with Enter and waits for the next page. */
  async enter() {
    this.thoughts += 1;
    this.answers += 1;
    const next = this.page.waitForNavigation();
    await this.press("Enter");
    await next;
  }

  get seconds() {
    return this.keys * key + this.thoughts * thought + this.answers * answer;
  }
}

/** Finding one who is there, and registering one who is not, each in under three minutes. */
export async function keyboard({ browser, server, check }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${server.address}/dang-nhap`);
  const officer = new Typist(page);
  await officer.type("[name=lien-he]", "canbo@vidu.vn");
  await officer.type("[name=mat-khau]", "phien cho sang chu nhat");
  await officer.enter();
  check(!page.url().includes("dang-nhap"), "by keyboard: signed in", page.url());

  const name = "Lương Thị Phím";
  await page.goto(`${server.address}/trung-tam/nguoi`);
  const focused = await page.evaluate(() => document.activeElement?.getAttribute("name"));
  check(focused === "tim", "by keyboard: the cursor stands in the box", String(focused));
  const registering = new Typist(page);
  await registering.type("[name=tim]", name);
  await registering.enter();
  await registering.reach("[name=ten]");
  await registering.type("[name=ngay-sinh]", "12/03/1994");
  await registering.reach("[name=gioi-tinh]");
  await registering.press("ArrowDown");
  await registering.type("[name=dien-thoai]", `0912 ${String(Date.now()).slice(-6)}`);
  await registering.type("[name=viec-muon]", "Thợ may công nghiệp");
  await registering.reach("form:has([name=ten]) button");
  await registering.enter();
  check(/\/trung-tam\/nguoi\/[0-9a-z]{26}/.test(page.url()), "by keyboard: somebody is registered", page.url());
  check(registering.seconds < 180, `by keyboard: registered in ${Math.round(registering.seconds)} s of 180 s`, `${registering.keys} keys`);

  await page.goto(`${server.address}/trung-tam/nguoi`);
  const finding = new Typist(page);
  await finding.type("[name=tim]", name.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("đ", "d"));
  await finding.enter();
  await finding.reach('main a[href*="/trung-tam/nguoi/"]:not([href$="/nhap"]):not([href$="/nhan"])');
  await finding.enter();
  check((await page.locator("h1").innerText()).includes("Phím"), "by keyboard: the person is found", page.url());
  check(finding.seconds < 180, `by keyboard: found in ${Math.round(finding.seconds)} s of 180 s`, `${finding.keys} keys`);
  await context.close();
}
