import { describe, expect, it } from 'vitest';
import { escapeRule, globalsRule, lengthRule } from './global-rules.ts';
import { importRule } from './import-rules.ts';
import { createNameRule } from './name-rule.ts';
import { packageRule } from './package-rule.ts';
import type { Rule } from './problem.ts';
import { parseSource } from './syntax.ts';

function linesOf(rule: Rule, path: string, text: string): number[] {
  return rule(parseSource(path, text)).map(({ line }) => line);
}

describe('globalsRule', () => {
  const text = `const a = process.env.HOME;\nprocess.exit(1);\nDate.now();\nMath.random();\nprocess['env'];\n// process.env\n'process.env';\n`;

  it('finds globals outside of where they belong, in code alone', () => {
    expect(linesOf(globalsRule, 'src/keys/a.ts', text)).toEqual([1, 2, 3, 4, 5]);
  });

  it('lets them stand where they belong, in tests and outside of src', () => {
    expect(linesOf(globalsRule, 'src/config/a.ts', 'process.env;')).toEqual([]);
    expect(linesOf(globalsRule, 'src/cli/a.ts', 'process.exit(1);')).toEqual([]);
    expect(linesOf(globalsRule, 'src/core/clock.ts', 'Date.now();')).toEqual([]);
    expect(linesOf(globalsRule, 'src/keys/a.test.ts', text)).toEqual([]);
    expect(linesOf(globalsRule, 'bench/a.ts', text)).toEqual([]);
  });
});

describe('importRule', () => {
  const imports = (path: string, target: string) =>
    importRule(parseSource(path, `import type { A } from '${target}';`)).map(({ text }) => text);

  it('lets domains meet through index.ts and the seams alone', () => {
    expect(imports('src/keys/a.ts', '../billing/index.ts')).toEqual([]);
    expect(imports('src/keys/a.ts', '../billing/price-sheet.ts')).toEqual([]);
    expect(imports('src/keys/a.ts', '../core/money.ts')).toEqual([]);
    expect(imports('src/keys/a.ts', './b.ts')).toEqual([]);
    expect(imports('src/keys/a.ts', '../billing/price.ts')).toEqual([
      'import it through src/billing/index.ts',
    ]);
    expect(imports('src/keys/deep/a.ts', '../../billing/price.ts')).toHaveLength(1);
  });

  it('keeps the pure folders in their order', () => {
    expect(imports('src/dialects/a.ts', '../canonical/usage.ts')).toEqual([]);
    expect(imports('src/core/a.ts', '../canonical/usage.ts')).toHaveLength(1);
    expect(imports('src/dialects/a.ts', '../providers/index.ts')).toHaveLength(1);
    expect(imports('src/providers/a.ts', '../db/index.ts')).toHaveLength(1);
  });

  it('lets nobody below import a plane, also not by import() or export', () => {
    expect(imports('src/keys/a.ts', '../gateway/index.ts')).toHaveLength(1);
    expect(imports('src/cli/a.ts', '../main.ts')).toEqual([]);
    const file = parseSource(
      'src/keys/a.ts',
      `export * from '../cli/index.ts';\nawait import('../main.ts');`,
    );
    expect(importRule(file)).toHaveLength(2);
  });
});

describe('packageRule', () => {
  const text = `import { betterAuth } from 'better-auth';\nimport { totp } from 'better-auth/plugins';\n`;

  it('lets a package with a home be imported there alone', () => {
    expect(linesOf(packageRule, 'src/keys/a.ts', text)).toEqual([1, 2]);
    expect(linesOf(packageRule, 'src/sign-in/a.ts', text)).toEqual([]);
    expect(linesOf(packageRule, 'src/keys/a.ts', `await import('nodemailer');`)).toEqual([1]);
    expect(linesOf(packageRule, 'src/keys/a.ts', `import { z } from 'zod';`)).toEqual([]);
  });
});

describe('createNameRule', () => {
  const rule = createNameRule(new Set(['pigeon']));

  it('finds a name as a literal, in types too, but not as a part of one or where it is at home', () => {
    const text = `const a = 'pigeon';\ntype B = 'pigeon';\nconst c = 'pigeon post';\nconst pigeon = 1;\n`;
    expect(linesOf(rule, 'src/keys/a.ts', text)).toEqual([1, 2]);
    expect(linesOf(rule, 'src/providers/pigeon.ts', text)).toEqual([]);
    expect(linesOf(rule, 'src/keys/a.test.ts', text)).toEqual([]);
  });
});

describe('lengthRule and escapeRule', () => {
  it('find long files, suppressed checks and tests left behind', () => {
    expect(linesOf(lengthRule, 'src/a.ts', '\n'.repeat(250))).toEqual([]);
    expect(linesOf(lengthRule, 'src/a.ts', '\n'.repeat(251))).toEqual([250]);
    const suppressed = `// biome${'-'}ignore lint: no\n// @ts${'-'}ignore\n`;
    expect(linesOf(escapeRule, 'src/a.ts', suppressed)).toEqual([1, 2]);
    expect(linesOf(escapeRule, 'src/a.test.ts', `it.only('x', () => {});\nit('y', () => {});`)).toEqual([1]);
  });
});
