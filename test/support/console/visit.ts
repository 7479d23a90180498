import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

/** How somebody looks at the console. */
export interface View {
  readonly language: 'en' | 'zh';
  readonly widthPx: number;
  readonly theme?: 'light' | 'dark';
}

/** Both languages, on a desk and on a phone. */
export const VIEWS: readonly View[] = [
  { language: 'en', widthPx: 1440, theme: 'light' },
  { language: 'zh', widthPx: 1440, theme: 'dark' },
  { language: 'en', widthPx: 360, theme: 'dark' },
  { language: 'zh', widthPx: 360, theme: 'light' },
];

/** The view that flows are walked through in. */
export const DESK: View = { language: 'en', widthPx: 1440, theme: 'light' };

/** A browser window of its own, with what went wrong in it. */
export interface Visit {
  readonly page: Page;
  /** Opens an address of the console: `/keys`. */
  goto(path: string): Promise<void>;
  /**
   * Fails on what no page may have: serious findings of axe, errors in the browser's console, requests to other
   * hosts, a page wider than the window, texts that are missing in the language.
   */
  check(): Promise<void>;
  close(): Promise<void>;
}

interface VisitOptions {
  readonly url: string;
  readonly view: View;
  /** Cookies of a session; without them nobody is signed in. */
  readonly cookies?: readonly { readonly name: string; readonly value: string }[];
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** A machine that does much else at once is slow, not wrong. */
export const PATIENCE_MS = 30_000;

const OVERHANG_PX = 'document.documentElement.scrollWidth - window.innerWidth';

/** What axe reports, as far as it is shown. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Opens a window of its own. */
export async function openVisit(browser: Browser, { url, view, cookies = [] }: VisitOptions): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: view.widthPx, height: view.widthPx < 600 ? 780 : 900 },
    colorScheme: view.theme ?? 'light',
    locale: view.language === 'zh' ? 'zh-CN' : 'en-US',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url })));
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('console', (message) => {
    // The browser itself reports every answer that is no success; refusals are part of many flows.
    const isAnswer = /^Failed to load resource: the server responded with a status of 4/.test(message.text());
    if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer) {
      faults.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(`${url}/`) && !/^(data|blob):/.test(address)) {
      faults.push(`asked another host: ${address}`);
    }
  });
  return {
    page,
    async goto(path) {
      await page.goto(`/console${path}`);
    },
    async check() {
      expect(faults).toEqual([]);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(OVERHANG_PX), 'the page is wider than the window').toBeLessThanOrEqual(0);
    },
    close: () => context.close(),
  };
}

/** Findings of axe that keep somebody out, each with where it is. */
async function seriousFindings(page: Page): Promise<string[]> {
  // The browser's own way in, which the content security policy of the page does not bind.
  await page.evaluate(AXE);
  const violations = await page.evaluate<readonly Violation[]>(
    "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
}
