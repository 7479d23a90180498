import { isTest, type Problem, problemAt, type Rule } from './problem.ts';
import { memberName, type SourceFile } from './syntax.ts';

const MAX_LINES = 250;

interface RestrictedGlobal {
  readonly name: string;
  /** Where it may stand; everywhere else under `src/` it may not. */
  readonly allowed: RegExp;
  readonly why: string;
}

const RESTRICTED_GLOBALS: readonly RestrictedGlobal[] = [
  { name: 'process.env', allowed: /^src\/config\//, why: 'only src/config reads the environment' },
  { name: 'process.exit', allowed: /^src\/cli\//, why: 'only src/cli ends the process' },
  { name: 'process.exitCode', allowed: /^src\/cli\//, why: 'only src/cli decides the exit code' },
  { name: 'Date.now', allowed: /^src\/core\/(clock|ids)\.ts$/, why: 'take a Clock' },
  {
    name: 'Math.random',
    allowed: /^src\/(core\/ids\.ts$|wiring\/)/,
    why: 'take Ids, or node:crypto',
  },
];

/** Globals that hide a dependency or end the process stand only where they belong. */
export const globalsRule: Rule = (file) => {
  if (!file.path.startsWith('src/') || isTest(file.path)) {
    return [];
  }
  return file.nodes.flatMap((node) => {
    const name = memberName(node);
    const rule = RESTRICTED_GLOBALS.find((entry) => entry.name === name);
    return rule === undefined || rule.allowed.test(file.path)
      ? []
      : [problemAt(file, node, `${rule.name}: ${rule.why}`)];
  });
};

/** No file is longer than a person reads in one go. */
export const lengthRule: Rule = (file) => {
  const lines = file.text.split('\n').length - 1;
  return lines > MAX_LINES ? [{ path: file.path, line: MAX_LINES, text: `${lines} lines; split it` }] : [];
};

/** Nobody switches off a check, mocks a module of ours or leaves a test behind. */
export const escapeRule: Rule = (file) => [...suppressions(file), ...skippedTests(file)];

const SUPPRESSION = new RegExp(
  ['biome-ignore', '@ts-(ignore|expect-error|nocheck)', '\\bTO' + 'DO\\b'].join('|'),
  'g',
);

function suppressions(file: SourceFile): Problem[] {
  if (file.path.startsWith('scripts/boundaries/')) {
    return [];
  }
  return [...file.text.matchAll(SUPPRESSION)].map((match) => ({
    path: file.path,
    line: file.text.slice(0, match.index).split('\n').length,
    text: `${match[0]} is not used here`,
  }));
}

const LEFT_BEHIND = new Set([
  'it.only',
  'describe.only',
  'test.only',
  'it.skip',
  'describe.skip',
  'test.skip',
  'it.todo',
  'vi.mock',
]);

function skippedTests(file: SourceFile): Problem[] {
  return file.nodes.flatMap((node) => {
    const name = memberName(node);
    return name !== null && LEFT_BEHIND.has(name) ? [problemAt(file, node, `${name} is not used here`)] : [];
  });
}
