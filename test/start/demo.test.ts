import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Launched, launch, run, START, startEnvironment } from './launched.ts';

/** What each printed line answers, by the words above it. */
const ANSWERS: Readonly<Record<string, RegExp>> = {
  'Chat Completions': /"object":\s*"chat\.completion".*"cost":/s,
  'Chat Completions, streaming': /^data: \{.*"chat\.completion\.chunk".*data: \[DONE\]\n\n$/s,
  Responses: /"object":\s*"response".*"cost":/s,
  Messages: /"type":\s*"message".*"cost":/s,
  Gemini: /"candidates":.*"cost":/s,
  'Gemini, the forced pool of Antigravity': /"candidates":.*"cost":/s,
  'What it cost': /"unit":\s*"USD"/,
  'What this key is': /"name":\s*"demo"/,
  'A picture, made by a task': /"object":\s*"image.task"/,
  'The tasks of the image key': /"object":\s*"list"/,
  'What the image key is': /"name":\s*"demo-images"/,
};

let dir: string;
let demo: Launched;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-demo-'));
  demo = await startDemo();
});
afterAll(async () => {
  demo.kill('SIGTERM');
  await demo.ended;
  rmSync(dir, { recursive: true, force: true });
});

async function startDemo(): Promise<Launched> {
  const started = launch(`${START} --demo`, startEnvironment(join(dir, 'data')));
  await started.printed(/# What the image key is\ncurl .*\n/);
  return started;
}

/** The curl lines by what stands above each. */
function printedLines(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^# (.*)\n(curl .*)$/gm)].map(([, what = '', line = '']) => [what, line]));
}

const keysIn = (text: string): string[] =>
  [...text.matchAll(/^(?:general|image) key {2,}(\S+)$/gm)].map(([, key = '']) => key);

describe('npm start -- --demo', () => {
  it('prints lines that work when pasted, all of them', async () => {
    const lines = printedLines(demo.stdout());
    expect([...lines.keys()]).toEqual(Object.keys(ANSWERS));
    for (const [what, line] of lines) {
      const { code, stdout, stderr } = await run(line);
      expect({ what, code, stderr }).toEqual({ what, code: 0, stderr: '' });
      expect(stdout, what).toMatch(ANSWERS[what] ?? /^$/);
    }
  });

  it('starts again over the same folder with the same keys, and credit is granted once', async () => {
    const [general = '', image = ''] = keysIn(demo.stdout());
    expect(general).toMatch(/^sk-tp-/);
    expect(image).not.toBe(general);
    demo.kill('SIGTERM');
    expect(await demo.ended).toBe(0);
    demo = await startDemo();
    expect(keysIn(demo.stdout())).toEqual([general, image]);
    const chat = printedLines(demo.stdout()).get('Chat Completions') ?? 'false';
    expect((await run(chat)).stdout).toMatch(/"chat\.completion"/);
    const url = /ready on (\S+)/.exec(demo.stdout())?.[1] ?? '';
    const wallet = await run('node src/cli/main.ts wallet show --json', {
      DATA_DIR: join(dir, 'data'),
      TURNPIKE_URL: url,
    });
    expect(JSON.parse(wallet.stdout)).toMatchObject({ granted: '10' });
  });
});
