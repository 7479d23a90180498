import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Said where a test of the console is skipped. */
export const NO_CHROMIUM = 'needs Chromium: apt-get install chromium, or name one with CHROMIUM_PATH';

/** Debian's Chromium, or the one that the environment names; null when there is none. */
export function chromiumPath(): string | null {
  const named = process.env.CHROMIUM_PATH;
  return named ?? PLACES.find((path) => existsSync(path)) ?? null;
}

/** Starts a browser without a window. */
export function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Chromium runs no sandbox as root, which is who runs tests in containers.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}
