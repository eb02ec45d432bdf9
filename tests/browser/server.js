// The product with demo data on a free port: SANVIEC_BINARY, or what cargo built last.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

function binary() {
  if (process.env.SANVIEC_BINARY) return process.env.SANVIEC_BINARY;
  const target = process.env.CARGO_TARGET_DIR || "../../target";
  const built = ["debug", "release"].map((kind) => join(target, kind, "sanviec")).filter((path) => existsSync(path));
  if (built.length === 0) throw new Error("no binary: set SANVIEC_BINARY or run `cargo build` first");
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** Runs a command of the product to its end and gives back what it said. */
export function command(args) {
  return execFileSync(binary(), args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Starts it on demo data in a folder of its own and waits until it is ready. */
export async function start(postings = 800) {
  const data = mkdtempSync(join(tmpdir(), "sanviec-browser-"));
  const server = await serve(["--demo", "--demo-postings", String(postings), "--listen", "127.0.0.1:0", "--data", data]);
  return {
    ...server,
    stop() {
      server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Starts it with these arguments and waits until it is ready. */
export async function serve(args) {
  const child = spawn(binary(), ["serve", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((_, fail) => child.once("exit", (code) => fail(new Error(`the server ended with ${code}`))));
  ended.catch(() => {});
  const lines = [];
  let heard = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    heard();
  });
  /** Waits until a line that was said, or is said within these milliseconds, gives something. */
  const said = async (read, patience = 10_000) => {
    const until = Date.now() + patience;
    for (;;) {
      for (const at of lines.keys()) {
        const found = read(lines[at], lines, at);
        if (found) return found;
      }
      if (Date.now() > until) throw new Error("the server never said it");
      await new Promise((wake) => {
        heard = wake;
        setTimeout(wake, 200);
      });
    }
  };
  const listening = said((line) => line.match(/listening on (https?:\/\/[^\s/]+)/)?.[1], 120_000);
  const address = await Promise.race([listening, ended]);
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${address}/health/ready`);
    if (ready.ok) break;
    if (tries > 300) throw new Error(`not ready: ${await ready.text()}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
  return {
    address,
    lines,
    said,
    stop() {
      child.removeAllListeners("exit");
      child.kill("SIGTERM");
    },
  };
}
