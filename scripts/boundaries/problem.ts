import { lineOf, type SourceFile, type SyntaxNode } from './syntax.ts';

/** Something a rule found. */
export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** A rule looks at one file. */
export type Rule = (file: SourceFile) => Problem[];

/** A problem at a node. */
export function problemAt(file: SourceFile, node: SyntaxNode, text: string): Problem {
  return { path: file.path, line: lineOf(file, node), text };
}

/** Whether a path is a test or support of tests, which stands in folders called `testing`. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/') || path.includes('/testing/');
}
