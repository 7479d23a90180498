import type { Operation } from '../dialect.ts';
import type { Generator } from './generator.ts';

/** The dialects in which answers are generated, each of them translatable into every other. */
const GENERATORS: readonly Generator[] = [];

const BY_DIALECT: ReadonlyMap<string, Generator> = new Map(
  GENERATORS.map((generator) => [generator.codec.dialect, generator]),
);

/** How answers are generated in this dialect; undefined for dialects of other things. */
export function findGenerator(dialect: string): Generator | undefined {
  return BY_DIALECT.get(dialect);
}

/** Whether an operation asks for an answer that another dialect could give too. */
export function isTranslatable(operation: Operation): boolean {
  const generator = BY_DIALECT.get(operation.dialect);
  return generator?.whole === operation || generator?.stream === operation;
}
