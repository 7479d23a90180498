import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DESK, OPERATOR, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { title: 'API Keys', create: 'Create API Key', name: 'Name', limits: 'Limits', usage: 'Usage' },
  zh: { title: 'API 密钥', create: '创建 API 密钥', name: '名称', limits: '限制', usage: '用量' },
} as const;

interface Key {
  readonly id: string;
  readonly name: string;
}

/** Opens an entry of the menu of a key. */
async function choose(page: Page, key: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${key}` }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const said = (page: Page, text: string) =>
  page.getByRole('status').getByText(text).first().waitFor({ state: 'attached' });

describe('keys', () => {
  const console = useConsole();
  const make = (name: string) => console.call<Key>('POST', '/api/v1/keys', { name, group: 'default' });

  it.for(VIEWS)('are shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    const names = NAMES[view.language];
    const key = await make('shown');
    await visit.goto('/keys');
    await visit.page.getByRole('heading', { level: 1, name: names.title }).waitFor();
    await visit.page.getByText('shown').first().waitFor();
    await visit.check();
    await visit.page.getByRole('button', { name: names.create }).click();
    await visit.page.getByRole('dialog').getByLabel(names.name, { exact: true }).waitFor();
    await visit.check();
    await visit.goto(`/keys/${key.id}?tab=limits`);
    await visit.page.getByRole('tab', { name: names.limits, selected: true }).waitFor();
    await visit.check();
    await visit.page.getByRole('tab', { name: names.usage }).click();
    await visit.page.getByRole('tabpanel', { name: names.usage }).waitFor();
    await visit.check();
  });

  it('are made with every option, and what was typed stays when the server refuses it', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/keys');
    await page.getByRole('button', { name: 'Create API Key' }).first().click();
    const dialog = page.getByRole('dialog');
    const fill = (label: string, value: string) => dialog.getByLabel(label, { exact: true }).fill(value);
    await fill('Name', 'complete');
    await dialog.getByRole('switch', { name: 'Unlimited credits' }).click();
    await fill('Credit limit', 'much');
    await fill('Expiry date', '2027-05-01T10:30');
    await dialog.getByText('Rate limits and spend windows').click();
    await fill('Requests', '60');
    await fill('Tokens', '90000');
    await fill('At once', '4');
    await fill('Waiting', '2');
    await fill('In a day', '5.50');
    await dialog.getByText('Models, addresses and tags').click();
    await fill('Model restrictions', 'gpt-*');
    await fill('IP whitelist', 'not an address');
    await fill('Custom key', 'my-very-own-key-0123456789');
    await fill('Tags', 'team=search');
    await dialog.getByText('Access rules').click();
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    await dialog.getByLabel('Rule', { exact: true }).selectOption({ label: 'Deny providers' });
    await fill('Values', 'azure');
    const submit = () => dialog.getByRole('button', { name: 'Create API Key' }).click();
    await submit();
    await dialog.getByText('An amount in USD').waitFor();
    await fill('Credit limit', '25.00');
    await submit();
    await dialog.getByLabel('IP whitelist').and(page.locator('[aria-invalid="true"]')).waitFor();
    expect(await dialog.getByLabel('Model restrictions').inputValue()).toBe('gpt-*');
    await visit.check();
    await fill('IP whitelist', '127.0.0.0/8, ::1');
    await submit();
    await page.getByRole('dialog', { name: '“complete” is ready' }).waitFor();
    await page.getByText('my-very-own-key-0123456789').waitFor();
    await visit.check();
    await page.getByRole('button', { name: 'Done' }).click();

    const { data } = await console.call<{ data: readonly Key[] }>('GET', '/api/v1/keys?search=complete');
    expect(data[0]).toMatchObject({
      quota: '25',
      expires_at: '2027-05-01T10:30:00.000Z',
      limits: { rpm: 60, tpm: 90_000, concurrency: 4, queue_limit: 2 },
      spend_windows: { '5h': null, '1d': '5.5' },
      models: ['gpt-*'],
      ip_allow: ['127.0.0.0/8', '::1'],
      iam_rules: [{ type: 'deny_providers', values: ['azure'] }],
      tags: { team: 'search' },
    });
  });

  it('are copied, edited, disabled, enabled, rotated and deleted', async (context) => {
    const key = await make('worker');
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/keys?search=worker');
    await page.getByRole('button', { name: 'Copy worker' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const first = await page.evaluate<string>('navigator.clipboard.readText()');
    const ask = (value: string) =>
      fetch(`${console.process.url}/v1/key`, { headers: { authorization: `Bearer ${value}` } });
    expect(await (await ask(first)).json()).toMatchObject({ id: key.id });

    await choose(page, 'worker', 'Edit');
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('worker two');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await row(page, 'worker two').waitFor();

    await choose(page, 'worker two', 'Disable');
    await visit.check();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await row(page, 'worker two').getByText('Disabled').waitFor();
    expect((await ask(first)).status).toBe(401);
    await choose(page, 'worker two', 'Enable');
    await row(page, 'worker two').getByText('Active').waitFor();

    await choose(page, 'worker two', 'Rotate');
    await page.getByLabel('The old string works for').selectOption({ label: 'Not at all: it stops now' });
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('dialog', { name: '“worker two” has another string' }).waitFor();
    expect((await ask(first)).status).toBe(401);
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByRole('link', { name: 'worker two' }).click();
    await page.getByRole('heading', { level: 1, name: 'worker two' }).waitFor();
    await choose(page, 'worker two', 'Delete');
    await page.getByRole('alertdialog').getByText('cannot be recovered').waitFor();
    await visit.check();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/console\/keys$/);
    const gone = await console.call<{ status: string }>('GET', `/api/v1/keys/${key.id}`);
    expect(gone.status).toBe('deleted');
  });

  it('are found, sorted and changed together', async (context) => {
    await Promise.all(['bulk c', 'bulk a', 'bulk b'].map(make));
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/keys');
    await page.getByRole('searchbox').fill('bulk');
    await said(page, '3 rows');
    await page.getByRole('button', { name: 'Name' }).click();
    await page.waitForURL(/sort=name/);
    await page
      .getByRole('columnheader', { name: 'Name', exact: false })
      .and(page.locator('[aria-sort]'))
      .waitFor();
    await page.getByRole('checkbox', { name: 'Choose all rows' }).check();
    await page.getByText('3 keys chosen').waitFor();
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('3 keys changed').first().waitFor();
    await page.getByLabel('Status').selectOption({ label: 'Disabled' });
    await said(page, '3 rows');
    await page.getByRole('checkbox', { name: 'Choose bulk a' }).check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await said(page, '2 rows');
    await page.getByRole('searchbox').fill('nothing has this name');
    await page.getByText('No key fits these filters').waitFor();
    await visit.check();
  });

  it('ask for the password again before a key is shown long after the sign-in', async (context) => {
    await make('guarded');
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/keys?search=guarded');
    await row(page, 'guarded').waitFor();
    makeSessionsOld(console.process.databaseFile);
    await page.getByRole('button', { name: 'Copy guarded' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password').fill(OPERATOR.password);
    await visit.check();
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(/^sk-tp-/);
  });

  it('say what is wrong, with the id of the request', async (context) => {
    const visit = await console.visit(context, DESK);
    await visit.goto('/keys/key_01j9z000000000000000000000');
    await visit.page.getByText('This could not be loaded').waitFor();
    await visit.page.getByText(/^req_/).waitFor();
    await visit.check();
  });
});

/** As if everybody had signed in an hour ago. */
function makeSessionsOld(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("update auth_sessions set created_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')");
  database.close();
}
