import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, type TestContext, vi } from 'vitest';
import { chromiumPath, NO_CHROMIUM, startChromium } from './chromium.ts';
import { type ConsoleProcess, startConsoleProcess } from './console-process.ts';
import { type Cookies, callAs, signInFirst } from './session.ts';
import { openVisit, PATIENCE_MS, type View, type Visit } from './visit.ts';

/** One gateway and one browser for all tests of a file. */
export interface ConsoleUnderTest {
  /** The process; only inside tests. */
  readonly process: ConsoleProcess;
  /** Opens a window of the first operator, or with `isSignedOut` of nobody. It closes with the test. */
  visit(context: TestContext, view: View, options?: { isSignedOut?: boolean }): Promise<Visit>;
  /** Calls the management API as the first operator. @throws {Error} when it refuses. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
}

interface Opened {
  readonly process: ConsoleProcess;
  readonly browser: Browser;
  /** Made by the first that needs it, so that a test can use the one-time link itself. */
  session: Promise<Cookies> | null;
}

/**
 * Starts a gateway with the console and a browser before the tests of a file and ends both after them. Without
 * Chromium every test that visits is skipped, saying how to get it.
 * @param env gives variables of the gateway's environment, once it is to be started.
 */
export function useConsole(
  env: () => Promise<Readonly<Record<string, string>>> = async () => ({}),
): ConsoleUnderTest {
  vi.setConfig({ testTimeout: 2 * PATIENCE_MS });
  const path = chromiumPath();
  let opened: Opened | null = null;
  beforeAll(async () => {
    if (path !== null) {
      const [process, browser] = await Promise.all([env().then(startConsoleProcess), startChromium(path)]);
      opened = { process, browser, session: null };
    }
  }, 60_000);
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.process.close();
  });
  const open = (): Opened => {
    if (opened === null) {
      throw new Error(NO_CHROMIUM);
    }
    return opened;
  };
  return {
    get process() {
      return open().process;
    },
    async visit(context, view, { isSignedOut = false } = {}) {
      if (opened === null) {
        return context.skip(NO_CHROMIUM);
      }
      const { browser, process } = opened;
      const cookies = isSignedOut ? [] : await sessionOf(opened);
      const visit = await openVisit(browser, { url: process.url, view, cookies });
      context.onTestFinished(() => visit.close());
      return visit;
    },
    call: async (method, callPath, body) =>
      callAs(open().process, await sessionOf(open()), method, callPath, body),
  };
}

function sessionOf(opened: Opened): Promise<Cookies> {
  opened.session ??= signInFirst(opened.process);
  return opened.session;
}
