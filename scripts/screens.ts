import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath, NO_CHROMIUM, startChromium } from '../test/support/console/chromium.ts';
import { startConsoleProcess } from '../test/support/console/console-process.ts';
import { signInFirst } from '../test/support/console/session.ts';
import { openVisit, type View } from '../test/support/console/visit.ts';
import { fillConsole } from './console/fill-console.ts';
import { SCREENS } from './console/screens.ts';

/** Takes the pictures of docs/screens from a gateway with the demonstration; words choose those whose name has one. */
const OUT = 'docs/screens';
const DESK: View = { language: 'en', widthPx: 1440, theme: 'light' };
const VIEWS: readonly { readonly ending: string; readonly view: View }[] = [
  { ending: '', view: DESK },
  { ending: '-dark', view: { ...DESK, theme: 'dark' } },
  { ending: '-phone', view: { ...DESK, widthPx: 360 } },
];

const path = chromiumPath();
if (path === null) {
  throw new Error(`npm run screens ${NO_CHROMIUM}`);
}
const words = process.argv.slice(2);
const [gateway, browser] = await Promise.all([startConsoleProcess(), startChromium(path)]);
try {
  mkdirSync(OUT, { recursive: true });
  const cookies = await signInFirst(gateway);
  const filled = await fillConsole(gateway, cookies);
  for (const screen of SCREENS.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  )) {
    for (const { ending, view } of VIEWS) {
      const visit = await openVisit(browser, {
        ...{ url: gateway.url, view },
        cookies: screen.isSignedOut === true ? [] : cookies,
      });
      await visit.goto(typeof screen.path === 'string' ? screen.path : screen.path(filled));
      await visit.page.waitForLoadState('networkidle');
      await screen.before?.(visit.page);
      if (screen.isWhole === true) {
        // The window grows to the page, so that what sticks to its edges does so in the picture too.
        const height = await visit.page.evaluate<number>('document.documentElement.scrollHeight');
        await visit.page.setViewportSize({ width: view.widthPx, height });
      }
      await visit.page.screenshot({
        path: join(OUT, `${screen.name}${ending}.png`),
      });
      await visit.close();
      console.log(`${OUT}/${screen.name}${ending}.png`);
    }
  }
} finally {
  await browser.close();
  await gateway.close();
}
