import { describe, expect, it } from 'vitest';
import { type ConsoleUnderTest, DESK, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { usage: 'Usage', requests: 'Requests', charge: 'How the cost came about' },
  zh: { usage: '用量', requests: '请求', charge: '费用构成' },
} as const;

/** Asks for something that works and for something that does not, with a key of its own. */
async function makeTraffic(console: ConsoleUnderTest): Promise<void> {
  const made = await console.call<{ key: string }>('POST', '/api/v1/keys', {
    name: 'traffic',
    group: 'default',
  });
  for (const model of ['gpt-4o-mini', 'claude-sonnet-4-5', 'no-such-model']) {
    const answer = await fetch(`${console.process.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, max_tokens: 40, messages: [{ role: 'user', content: 'hello' }] }),
    });
    await answer.text();
  }
}

describe('usage and requests', () => {
  const console = useConsole();

  it.for(VIEWS)('are shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    const { page } = visit;
    const names = NAMES[view.language];
    await makeTraffic(console);
    await visit.goto('/usage');
    await page.getByRole('heading', { level: 1, name: names.usage }).waitFor();
    await page.locator('main').getByText('gpt-4o-mini').first().waitFor();
    await visit.check();
    await visit.goto('/requests?search=gpt-4o-mini');
    await page.getByRole('heading', { level: 1, name: names.requests }).waitFor();
    await page
      .locator('main')
      .getByRole('link')
      .filter({ has: page.locator('time') })
      .first()
      .click();
    await page.getByRole('heading', { level: 2, name: names.charge }).waitFor();
    await visit.check();
  });

  it('are narrowed, and the address keeps how', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await makeTraffic(console);
    await visit.goto('/requests');
    await page.getByLabel('Every result').selectOption({ label: 'Refused' });
    await page.getByText('model_not_found').first().waitFor();
    await page.getByText('claude-sonnet-4-5').first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('state')).toBe('refused');
    await visit.goto('/usage?days=7&by=key');
    await page.getByRole('table').getByText('traffic').first().waitFor();
    await visit.check();
  });

  it('follow what comes while one looks', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/requests?search=claude-sonnet-4-5');
    await page.getByRole('switch', { name: 'Follow' }).click();
    const rows = page.getByRole('row').filter({ hasText: 'claude-sonnet-4-5' });
    await rows.first().waitFor();
    const before = await rows.count();
    await makeTraffic(console);
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBeGreaterThan(before);
  });

  it('are downloaded', async (context) => {
    const visit = await console.visit(context, DESK);
    await visit.goto('/requests');
    const download = visit.page.waitForEvent('download');
    await visit.page.getByRole('link', { name: 'Export as CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  });
});
