import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigFileError, parseConfigFile, resolveReferences } from './index.ts';

const lookup = (name: string): string | undefined =>
  ({ OPENAI_API_KEY: 'sk-upstream-1234', CI_KEY: 'my-own-key-0123456789' })[name];

function problemsOf(text: string): readonly string[] {
  try {
    parseConfigFile(text, lookup);
  } catch (error) {
    if (error instanceof ConfigFileError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

const WHOLE = `
groups:
  - { name: default, platforms: [openai, anthropic, gemini], multiplier: "1.25", translate: true }
image_batch_groups:
  - { name: images, models: [gemini-2.5-flash-image], concurrency: 4, queue_limit: 100, prices: { "1K": "0.04" } }
models:
  - { name: gpt-4o-mini, price: { input: "0.15", output: "0.60" } }
channels:
  - name: openai-main
    provider: openai
    base_url: http://127.0.0.1:9400/openai/v1
    credentials: [ "env:OPENAI_API_KEY" ]
    models: [ gpt-4o-mini, { name: fast, upstream: gpt-4o-mini } ]
    groups: [default]
    allow_private: true
projects:
  - { name: Default, mode: credits, error_format: native, credit: "10" }
keys:
  - { name: ci, project: Default, group: default, value: "env:CI_KEY", quota: "2.50", expires_at: 2030-01-01T00:00:00Z }
`;

describe('parseConfigFile', () => {
  it('reads every section, money as nano-dollars and secrets as secrets', () => {
    const file = parseConfigFile(WHOLE, lookup);
    expect(file.groups?.[0]?.multiplier).toBe(1_250_000);
    expect(file.projects?.[0]?.credit).toBe(10_000_000_000);
    expect(file.keys?.[0]).toMatchObject({ quota: 2_500_000_000, expires_at: Date.UTC(2030, 0, 1) });
    expect(file.channels?.[0]?.models).toEqual([
      { name: 'gpt-4o-mini', upstream: 'gpt-4o-mini' },
      { name: 'fast', upstream: 'gpt-4o-mini' },
    ]);
    expect(file.channels?.[0]?.credentials[0]?.reveal()).toBe('sk-upstream-1234');
    expect(inspect(file, { depth: 9 })).not.toContain('sk-upstream');
  });

  it('leaves a section that is absent undefined, and takes an empty file', () => {
    expect(parseConfigFile('', lookup)).toEqual({ prune: false });
    expect(parseConfigFile('groups: []', lookup).groups).toEqual([]);
  });

  it('tells every problem at once with its path', () => {
    const problems = problemsOf(`
gruops: []
groups:
  - { name: a, platforms: [pigeon], multiplier: "-1" }
  - { name: a, platforms: [openai] }
channels:
  - { name: x, provider: openai, base_url: "gopher://x", credentials: ["env:NOT_THERE"], wieght: 2 }
  - { name: y, provider: openai-compatible }
  - { name: z, provider: nobody, models: [{ name: only }] }
keys:
  - { name: k }
  - { name: k, group: a, image_batch_group: b, quota: much }
models:
  - { name: m, price: { inputt: "1" } }
`);
    const paths = problems.map((problem) => problem.slice(0, problem.indexOf(':')));
    for (const path of [
      'gruops',
      'groups[0].platforms[0]',
      'groups[0].multiplier',
      'channels[0].base_url',
      'channels[0].credentials[0]',
      'channels[0].wieght',
      'channels[1].base_url',
      'channels[2].provider',
      'channels[2].models[0].upstream',
      'keys[0]',
      'keys[1].quota',
      'models[0].price.inputt',
    ]) {
      expect(paths).toContain(path);
    }
    expect(problems.join('\n')).toContain('the variable NOT_THERE is not set');
  });

  it('refuses a name that stands twice, but not the same key name in two projects', () => {
    expect(problemsOf('groups: [{name: a, platforms: [openai]}, {name: a, platforms: [openai]}]')).toEqual([
      'groups[1].name: "a" stands twice',
    ]);
    expect(problemsOf('keys: [{name: a, group: g}, {name: a, group: g, project: P}]')).toEqual([]);
  });

  it('tells the line of bad YAML without quoting it', () => {
    const problems = problemsOf('channels:\n  - credentials: ["sk-very-secret"\n');
    expect(problems[0]).toMatch(/^line \d+: not valid YAML/);
    expect(problems.join()).not.toContain('sk-very-secret');
    expect(problemsOf('groups: !!js/function "x"')[0]).toMatch(/tag resolve failed/);
    expect(problemsOf('prune: true\nprune: false')[0]).toMatch(/duplicate key/);
  });

  it('bounds aliases and size', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]`;
    expect(problemsOf(bomb)[0]).toMatch(/aliases/);
    expect(problemsOf(' '.repeat(5 * 1024 * 1024))[0]).toMatch(/larger than/);
  });
});

describe('resolveReferences', () => {
  it('puts secrets in place where they belong and nowhere else', () => {
    const text = `channels: [{ name: "env:CI_KEY", credentials: ["env:OPENAI_API_KEY", "env:GONE", plain] }]\nkeys: [{ value: "env:CI_KEY" }]`;
    expect(resolveReferences(text, lookup)).toEqual({
      channels: [{ name: 'env:CI_KEY', credentials: ['sk-upstream-1234', 'env:GONE', 'plain'] }],
      keys: [{ value: 'my-own-key-0123456789' }],
    });
  });

  it('lets a file of any other shape through, to be refused by its reader', () => {
    expect(resolveReferences('channels: 7', lookup)).toEqual({ channels: 7 });
    expect(resolveReferences('- 1', lookup)).toEqual([1]);
  });
});
