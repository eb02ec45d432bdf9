// The one browser of all checks: Debian's Chromium, or the one SANVIEC_CHROMIUM names.
import { chromium } from "playwright-core";

export const widths = [360, 1280];

export function launch() {
  const executablePath = process.env.SANVIEC_CHROMIUM || "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
