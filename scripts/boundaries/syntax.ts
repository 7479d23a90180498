import { parseAst } from 'vitest/node';

/** A node of the syntax tree; every property beside these differs by `type`. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

/** One TypeScript file, parsed. */
export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly nodes: readonly SyntaxNode[];
}

/**
 * Parses a TypeScript file and lists all its nodes, outer before inner.
 * @throws {Error} when the text is not TypeScript.
 */
export function parseSource(path: string, text: string): SourceFile {
  const nodes: SyntaxNode[] = [];
  collect(parseAst(text, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts', astType: 'ts' }), nodes);
  return { path, text, nodes };
}

/** The line a node starts on, from 1. */
export function lineOf(file: SourceFile, node: SyntaxNode): number {
  return file.text.slice(0, node.start).split('\n').length;
}

/** The value of a string literal or of a template without holes; null for any other node. */
export function stringValue(node: unknown): string | null {
  if (!isNode(node)) {
    return null;
  }
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}

/** `object.property` of a member expression on a plain name, such as `process.env`; null otherwise. */
export function memberName(node: SyntaxNode): string | null {
  const { object, property } = node;
  if (node.type !== 'MemberExpression' || !isNode(object) || !isNode(property)) {
    return null;
  }
  return object.type === 'Identifier' ? `${object.name}.${property.name ?? stringValue(property)}` : null;
}

function collect(value: unknown, into: SyntaxNode[]): void {
  if (Array.isArray(value)) {
    for (const entry of value) {
      collect(entry, into);
    }
    return;
  }
  if (!isNode(value)) {
    return;
  }
  into.push(value);
  for (const [key, child] of Object.entries(value)) {
    if (key !== 'parent' && typeof child === 'object' && child !== null) {
      collect(child, into);
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
