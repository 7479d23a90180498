import { globSync, readFileSync } from 'node:fs';
import { consoleRule } from './boundaries/console-rule.ts';
import { escapeRule, globalsRule, lengthRule } from './boundaries/global-rules.ts';
import { importRule } from './boundaries/import-rules.ts';
import { createNameRule } from './boundaries/name-rule.ts';
import { packageRule } from './boundaries/package-rule.ts';
import { registeredNames } from './boundaries/registered-names.ts';
import { parseSource } from './boundaries/syntax.ts';

/** Checks the rules of CONTRIBUTING.md that the linter cannot express, and lists every breach. */
const rules = [
  globalsRule,
  lengthRule,
  escapeRule,
  importRule,
  packageRule,
  consoleRule,
  createNameRule(registeredNames()),
];
const paths = globSync([
  '{src,simulator,bench,scripts,test}/**/*.ts',
  'console/*.ts',
  'console/{src,build}/**/*.{ts,tsx}',
]).sort();
const problems = paths
  .map((path) => parseSource(path, readFileSync(path, 'utf8')))
  .flatMap((file) => rules.flatMap((rule) => rule(file)));

for (const problem of problems) {
  console.error(`${problem.path}:${problem.line} ${problem.text}`);
}
console.log(`${paths.length} files, ${problems.length} breaches of boundaries`);
process.exitCode = problems.length === 0 ? 0 : 1;
