import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DESK, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { title: 'First minutes', create: 'Create API Key', waiting: 'Waiting for the first request' },
  zh: { title: '快速上手', create: '创建 API 密钥', waiting: '正在等待使用此密钥的第一次请求' },
} as const;

const run = promisify(execFile);

/** What the button beside a piece of code copies. */
async function copied(page: Page, label: string): Promise<string> {
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: `Copy ${label}` })
    .click();
  return page.evaluate<string>('navigator.clipboard.readText()');
}

/** Runs a snippet in a folder of the checkout, where its packages are installed. */
async function runScript(code: string): Promise<string> {
  const dir = mkdtempSync('test/console/.snippet-');
  try {
    writeFileSync(join(dir, 'hello.ts'), code);
    const { stdout } = await run(process.execPath, [join(dir, 'hello.ts')]);
    return stdout;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('the first minutes', () => {
  const console = useConsole();

  it.for(VIEWS)('are shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    const names = NAMES[view.language];
    await visit.goto('/start');
    await visit.page.getByRole('heading', { level: 1, name: names.title }).waitFor();
    await visit.check();
    await visit.page.getByRole('button', { name: names.create }).click();
    await visit.page.getByText(names.waiting).waitFor();
    await visit.check();
  });

  it('lead from a key to a line that works when pasted, and turn green', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/');
    await page.getByRole('link', { name: 'First minutes' }).click();
    await page.getByLabel('Name').fill('my-first');
    await page.getByRole('button', { name: 'Create API Key' }).click();
    await page.getByText('Waiting for the first request').waitFor();

    const refused = (await copied(page, 'bash')).replace(/"model":"[^"]+"/, '"model":"nobody-knows"');
    await run('bash', ['-c', refused]);
    await page.getByText('A request arrived and was refused: 404 model_not_found').waitFor();

    const line = await copied(page, 'bash');
    const { stdout } = await run('bash', ['-c', line]);
    expect(JSON.parse(stdout)).toMatchObject({ object: 'chat.completion' });
    await page.getByText('Your first request came through').waitFor();
    await visit.check();
  });

  it('have snippets for every client, filled with address, key and a model that is served', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/start');
    await page.getByRole('button', { name: 'Create API Key' }).click();
    await page.getByRole('tabpanel').getByLabel('Model of the snippets').waitFor();
    const open = (name: string) => page.getByRole('tab', { name, exact: true }).click();
    const { url } = console.process;

    for (const client of ['OpenAI SDK · TypeScript', 'AI SDK']) {
      await open(client);
      expect(await runScript(await copied(page, 'hello.ts')), client).toMatch(/\w/);
    }
    await open('OpenAI SDK · Python');
    const python = await copied(page, 'hello.py');
    expect(python).toContain(`base_url="${url}/v1", api_key="sk-tp-`);
    await run('python3', ['-c', 'import ast, sys; ast.parse(sys.argv[1])', python]);
    for (const [client, variable, family] of [
      ['Claude Code', `ANTHROPIC_BASE_URL=${url}\n`, /MODEL=\S*claude/],
      ['Gemini CLI', `GOOGLE_GEMINI_BASE_URL=${url}\n`, /--model \S*gemini/],
    ] as const) {
      await open(client);
      const code = await copied(page, 'bash');
      expect(code).toContain(variable);
      expect(code).toMatch(family);
      await run('bash', ['-n', '-c', code]);
    }
    await open('Codex');
    expect(await copied(page, '~/.codex/config.toml')).toContain(
      `base_url = "${url}/v1"\nenv_key = "TURNPIKE_KEY"`,
    );
    await open('Cursor');
    expect(await copied(page, 'Settings › Models › Override OpenAI Base URL')).toBe(`${url}/v1`);
    expect(await copied(page, 'Settings › Models › OpenAI API Key')).toMatch(/^sk-tp-\w+$/);
    await visit.check();
  });
});
