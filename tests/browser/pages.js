// Where the rendered pages are, and a server for them that sends the headers the product sends. There are two sets: of
// each template with each of its samples, and of each route as whoever may see it sees it.
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = process.env.SANVIEC_ROOT ?? fileURLToPath(new URL("../../", import.meta.url));
export const rendered = join(root, "target");
export const fixed = join(root, "crates/web/static");
const types = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png" };
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

/** Names of all rendered pages of both sets or of one, `pages/vi/home-live` and the like. */
export async function names(sets = ["pages", "walked"]) {
  const all = [];
  for (const set of sets) {
    for (const lang of ["vi", "en"]) {
      const files = await readdir(join(rendered, set, lang)).catch(() => []);
      const pages = files.filter((file) => file.endsWith(".html")).sort();
      if (pages.length === 0) throw new Error(`no ${set}: run \`cargo test -p sanviec-web\` first`);
      all.push(...pages.map((file) => `${set}/${lang}/${file.slice(0, -5)}`));
    }
  }
  return all;
}

/** A server on a free port: `/pages/vi/home-live`, `/static/…`, and a few suggestions for the script. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    try {
      if (url.pathname.startsWith("/static/")) {
        const body = await readFile(join(fixed, url.pathname.slice(8)));
        response.writeHead(200, { "content-type": types[extname(url.pathname)] }).end(body);
      } else if (url.pathname === "/api/v1/suggestions") {
        const items = ["Kế toán kho", "Kế toán trưởng", "Kế toán tổng hợp"].map((name) => ({ name_vi: name, name_en: name }));
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ items }));
      } else {
        const body = await readFile(join(rendered, `${url.pathname.slice(1)}.html`));
        const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
        response.writeHead(200, headers).end(body);
      }
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
