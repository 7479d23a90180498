import type { Page } from 'playwright-core';
import type { Filled } from './fill-console.ts';

/** A picture of the console. */
export interface Screen {
  readonly name: string;
  readonly path: string | ((filled: Filled) => string);
  readonly isSignedOut?: boolean;
  /** Whether the picture shows the page to its end, not the window alone. */
  readonly isWhole?: boolean;
  /** Opens what is to be seen. */
  readonly before?: (page: Page) => Promise<void>;
}

/** Every picture of docs/screens. */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: '/sign-in', isSignedOut: true },
  { name: 'start', path: '/start', isWhole: true },
  {
    name: 'start-arrived',
    path: '/start',
    isWhole: true,
    async before(page) {
      await page.getByRole('button', { name: 'Create API Key' }).click();
      await page.getByLabel('Model of the snippets').waitFor();
      const code = page.getByRole('button', { name: 'Copy bash' });
      await code.click();
      const line = await page.evaluate<string>('navigator.clipboard.readText()');
      const [, key = ''] = /Bearer ([\w-]+)/.exec(line) ?? [];
      const [, body = ''] = /-d '(.*)'/.exec(line) ?? [];
      await page.request.post('/v1/chat/completions', {
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        data: body,
      });
      await page.getByText('Your first request came through').waitFor();
    },
  },
  { name: 'keys', path: '/keys' },
  {
    name: 'key-create',
    path: '/keys',
    async before(page) {
      await page.getByRole('button', { name: 'Create API Key' }).first().click();
      await page.getByLabel('Name', { exact: true }).waitFor();
    },
  },
  {
    name: 'key-delete',
    path: '/keys',
    async before(page) {
      await page.getByRole('button', { name: 'Actions for claude-code' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByText('In the last seven days').waitFor();
    },
  },
  { name: 'key-usage', path: ({ keyId }) => `/keys/${keyId}`, isWhole: true },
  { name: 'key-limits', path: ({ keyId }) => `/keys/${keyId}?tab=limits`, isWhole: true },
  { name: 'key-snippets', path: ({ keyId }) => `/keys/${keyId}?tab=snippets`, isWhole: true },
  { name: 'first-operator', path: '/sign-in/first?token=x', isSignedOut: true },
  { name: 'wallet', path: '/wallet', isWhole: true },
  { name: 'project', path: '/project', isWhole: true },
  { name: 'members', path: '/project?tab=members' },
  { name: 'account', path: '/account', isWhole: true },
  { name: 'usage', path: '/usage?days=7', isWhole: true },
  { name: 'requests', path: '/requests' },
  {
    name: 'request',
    path: '/requests',
    isWhole: true,
    async before(page) {
      await page
        .locator('main')
        .getByRole('link')
        .filter({ has: page.locator('time') })
        .first()
        .click();
      await page.getByRole('heading', { level: 2, name: 'How the cost came about' }).waitFor();
    },
  },
  { name: 'tasks', path: '/tasks?view=gallery' },
];
