import { describe, expect, it } from 'vitest';
import { DESK, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { title: 'Wallet', credit: 'Credit' },
  zh: { title: '钱包', credit: '充入额度' },
} as const;

describe('the wallet', () => {
  const console = useConsole();

  it.for(VIEWS)('is shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    await console.call('POST', '/api/v1/wallet/credit', { amount: '5.25', note: 'for the tests' });
    await visit.goto('/wallet');
    await visit.page.getByRole('heading', { level: 1, name: NAMES[view.language].title }).waitFor();
    await visit.page.getByText('for the tests').first().waitFor();
    await visit.check();
  });

  it('takes a code once, and says why it does not take it again', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    const batch = { name: 'gifts', amount: '7.5', count: 1 };
    const { codes } = await console.call<{ codes: { code: string }[] }>('POST', '/api/v1/codes', batch);
    await visit.goto('/wallet');
    for (const isFirst of [true, false]) {
      await page.getByRole('button', { name: 'Redeem a code' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Code').fill(` ${codes[0]?.code} `);
      await dialog.getByRole('button', { name: 'Redeem', exact: true }).click();
      if (isFirst) {
        await page.getByRole('row').filter({ hasText: 'Redeemed code' }).getByText('+$7.50').waitFor();
      } else {
        await dialog.getByRole('alert').or(dialog.locator('[aria-invalid="true"]')).first().waitFor();
        await visit.check();
      }
    }
  });

  it('narrows its ledger, and keeps that in the address', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/wallet');
    await page.getByLabel('Show').selectOption({ label: 'What was held' });
    await page.getByText('Nothing moved yet').waitFor();
    expect(new URL(page.url()).searchParams.get('show')).toBe('held');
  });

  it('gives a statement of the month', async (context) => {
    const visit = await console.visit(context, DESK);
    await visit.goto('/wallet');
    const download = visit.page.waitForEvent('download');
    await visit.page
      .getByRole('link', { name: /^CSV of/ })
      .first()
      .click();
    expect((await download).suggestedFilename()).toMatch(/^statement-\d{4}-\d\d\.csv$/);
  });
});
