import { posix } from 'node:path';
import { isTest, problemAt, type Rule } from './problem.ts';
import { type SourceFile, type SyntaxNode, stringValue } from './syntax.ts';

/** Small independent files; anybody imports them one by one. */
const LIBRARIES = new Set(['core', 'canonical']);

/** The contracts at the seams, which stand beside an `index.ts` so that their folder need not be loaded. */
const SEAMS = new Set([
  'src/billing/price-sheet.ts',
  'src/billing/request-record.ts',
  'src/db/tables.ts',
  'src/db/usage-tables.ts',
  'src/dialects/dialect.ts',
  'src/keys/api-key.ts',
  'src/limits/admissions.ts',
  'src/providers/provider.ts',
  'src/routing/snapshot.ts',
  'src/webhooks/webhook.ts',
]);

/** What each pure folder may import from, beside itself. */
const PURE_LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  canonical: ['core'],
  dialects: ['core', 'canonical'],
  providers: ['core', 'canonical', 'dialects'],
};

/** Folders no domain imports: the planes, the command line, the composition root. */
const ABOVE_DOMAINS = new Set(['gateway', 'console-api', 'cli', 'main.ts', 'wiring']);

/** Domains import each other only through `index.ts`, pure folders only downwards, and nobody a plane. */
export const importRule: Rule = (file) => {
  const from = folderOf(file.path);
  if (from === null || isTest(file.path)) {
    return [];
  }
  return importsOf(file).flatMap(({ node, target }) => {
    const to = folderOf(target);
    if (to === null || to === from) {
      return [];
    }
    const problem = problemOf(from, to, target);
    return problem === null ? [] : [problemAt(file, node, problem)];
  });
};

function problemOf(from: string, to: string, target: string): string | null {
  const below = PURE_LAYERS[from];
  if (below !== undefined && !below.includes(to) && !SEAMS.has(target)) {
    return `src/${from} is pure and does not import src/${to}`;
  }
  if (ABOVE_DOMAINS.has(to) && !ABOVE_DOMAINS.has(from)) {
    return `src/${from} does not import src/${to}`;
  }
  const isOpen = LIBRARIES.has(to) || SEAMS.has(target) || to === 'main.ts';
  return isOpen || target === `src/${to}/index.ts` ? null : `import it through src/${to}/index.ts`;
}

function importsOf(file: SourceFile): { node: SyntaxNode; target: string }[] {
  return file.nodes.flatMap((node) => {
    const source = stringValue(node.source);
    const isImport = /^(Import|Export(Named|All))/.test(node.type);
    return isImport && source?.startsWith('.')
      ? [{ node, target: posix.join(posix.dirname(file.path), source) }]
      : [];
  });
}

/** The folder of `src` a file belongs to, or `main.ts`; null outside `src`. */
function folderOf(path: string): string | null {
  return path.startsWith('src/') ? (path.split('/')[1] ?? null) : null;
}
