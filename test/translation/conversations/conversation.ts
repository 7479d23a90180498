import type { CanonicalRequest } from '../../../src/canonical/index.ts';
import { plainRequest } from '../../../src/dialects/testing/responses-streams.ts';

/** A dialect as upstreams speak it. */
export type Dialect = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini';

/** A conversation that every client can have with every platform, but for what is named here. */
export interface Conversation {
  readonly name: string;
  readonly request: CanonicalRequest;
  /** Dialects that have no word for it, be it a client's or an upstream's: there it is refused by name. */
  readonly unsayableIn: readonly Dialect[];
  /** What the answer must be, where the prompt asks for something in particular. */
  readonly expected: Expected;
}

/** What can be expected of an answer, whoever gives it. */
export interface Expected {
  readonly calls?: readonly string[];
  readonly finish?: string;
  readonly text?: RegExp;
  /** True where dialects say the same in other words, and the simulator, which repeats what it hears, shows it. */
  readonly isWordedByDialect?: boolean;
  /** Whether it is thought about. */
  readonly thinks?: boolean;
}

/** A conversation that says this and nothing else. */
export function conversation(
  name: string,
  said: Partial<CanonicalRequest>,
  expected: Expected = {},
  unsayableIn: readonly Dialect[] = [],
): Conversation {
  return { name, request: plainRequest(said), expected, unsayableIn };
}
