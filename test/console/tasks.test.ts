import { describe, expect, it } from 'vitest';
import { type ConsoleUnderTest, DESK, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { title: 'Tasks', results: 'Results' },
  zh: { title: '任务', results: '结果' },
} as const;

/** A picture by the demonstration's pool, asked for with an image key of its own. */
async function draw(console: ConsoleUnderTest, prompt: string): Promise<string> {
  const pools = await console.call<{ data: { name: string }[] }>('GET', '/api/v1/image-batch-groups');
  const made = await console.call<{ key: string }>('POST', '/api/v1/keys', {
    name: 'pictures',
    image_batch_group: pools.data[0]?.name,
  });
  const answer = await fetch(`${console.process.url}/v1/images/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gemini-2.5-flash-image', prompt }),
  });
  const task = (await answer.json()) as { id: string };
  expect([answer.status, task]).toMatchObject([202, { id: expect.stringMatching(/^task_/) }]);
  return task.id;
}

describe('tasks', () => {
  const console = useConsole();

  it.for(VIEWS)('are shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    const { page } = visit;
    const names = NAMES[view.language];
    const id = await draw(console, 'a lighthouse');
    await visit.goto('/tasks');
    await page.getByRole('heading', { level: 1, name: names.title }).waitFor();
    await page.getByRole('img', { name: 'a lighthouse' }).first().waitFor();
    await visit.check();
    await visit.goto('/tasks?view=gallery');
    await page.getByRole('img', { name: 'a lighthouse' }).first().waitFor();
    await visit.check();
    await visit.goto(`/tasks/${id}`);
    await page.getByRole('heading', { level: 2, name: names.results }).waitFor();
    await page.getByRole('img', { name: 'a lighthouse' }).waitFor();
    await visit.check();
  });

  it('say why nothing came of them, and are downloaded where something did', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    const failing = await draw(console, 'something forbidden');
    await visit.goto(`/tasks/${failing}`);
    await page.getByText('Failed', { exact: true }).first().waitFor();
    await page.locator('main').getByText('content_policy').first().waitFor();
    await visit.check();
    await visit.goto(`/tasks/${await draw(console, 'a boat')}`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.png$/);
  });
});
