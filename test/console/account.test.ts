import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DESK, OPERATOR, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { title: 'Account', turnOn: 'Turn on', current: 'this one' },
  zh: { title: '账户', turnOn: '开启', current: '当前' },
} as const;
const STEP_S = 30;

/** The code of an authenticator now (RFC 6238). */
function codeOf(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1_000 / STEP_S)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('the account', () => {
  const console = useConsole();

  it.for(VIEWS)('is shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    const { page } = visit;
    const names = NAMES[view.language];
    await visit.goto('/account');
    await page.getByRole('heading', { level: 1, name: names.title }).waitFor();
    await page.getByText(names.current, { exact: true }).waitFor();
    await visit.check();
    await page.getByRole('button', { name: names.turnOn }).click();
    await page.getByRole('dialog').waitFor();
    await visit.check();
  });

  it('says that the present password is wrong, and keeps what was typed', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/account');
    await page.getByLabel('Present password').fill('not my password at all');
    await page.getByLabel('New password').fill('a much better password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('New password').inputValue()).toBe('a much better password');
  });

  // The last one: a second factor gives the session another cookie than the other tests have.
  it('turns a second factor on and off', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/account');
    const begun = page.waitForResponse((response) => response.url().endsWith('/two-factor/enable'));
    await page.getByRole('button', { name: 'Turn on' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Present password').fill(OPERATOR.password);
    await dialog.getByRole('button', { name: 'Next' }).click();
    const { totpURI } = (await (await begun).json()) as { totpURI: string };
    await dialog.getByRole('img', { name: 'The second factor as a QR code' }).waitFor();
    await visit.check();
    await dialog
      .getByLabel('Code of the authenticator')
      .fill(codeOf(new URL(totpURI).searchParams.get('secret') ?? ''));
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('On', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByRole('dialog').getByLabel('Present password').fill(OPERATOR.password);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
    await page.getByText('Off', { exact: true }).waitFor();
  });
});
