import fc from 'fast-check';
import type { AssistantPart, TextPart, ToolResultPart, Turn, UserPart } from '../../canonical/index.ts';
import type { Features } from './arbitrary-features.ts';
import {
  arbitraryAnswerParts,
  arbitraryImagePart,
  arbitraryTextPart,
  arbitraryUserPart,
} from './arbitrary-parts.ts';

type SpokenPart = Exclude<UserPart, { type: 'tool-result' }>;
type ResultPart = Pick<ToolResultPart, 'content' | 'isError'>;

/** One exchange before its calls have ids: what was asked, what was answered, what the tools gave. */
interface Exchange {
  readonly asked: readonly SpokenPart[];
  readonly answered: readonly AssistantPart[];
  readonly results: readonly ResultPart[];
  /** Said after the results, in the same turn. */
  readonly added: TextPart | null;
}

/**
 * A conversation that every API would take: system turns at the start, users and assistants by turns, the
 * results of all calls of a turn right after it, a user at the end.
 */
export function arbitraryTurns(features: Features): fc.Arbitrary<readonly Turn[]> {
  const system = fc
    .array(arbitraryTextPart(features, false), { minLength: 1, maxLength: 2 })
    .map((parts): Turn => ({ role: 'system', parts }));
  return fc
    .tuple(
      fc.option(system),
      fc.array(arbitraryExchange(features), { maxLength: 3 }),
      arbitraryAsked(features),
    )
    .map(([first, exchanges, last]) => {
      const turns = exchanges.flatMap((exchange, index) => turnsOf(exchange, index));
      return joinUsers([...(first === null ? [] : [first]), ...turns, { role: 'user', parts: last }]);
    });
}

function arbitraryAsked(features: Features): fc.Arbitrary<readonly SpokenPart[]> {
  return fc.array(arbitraryUserPart(features), { minLength: 1, maxLength: 3 });
}

function arbitraryExchange(features: Features): fc.Arbitrary<Exchange> {
  const text = arbitraryTextPart({ ...features, cacheMarks: false }, false);
  const rich = fc.oneof(text, arbitraryImagePart({ ...features, cacheMarks: false }, false));
  const result = fc.record({
    content: fc.array(features.richResults ? rich : text, { minLength: 1, maxLength: 2 }),
    isError: features.richResults ? fc.boolean() : fc.constant(false),
  });
  return fc.record({
    asked: arbitraryAsked(features),
    answered: arbitraryAnswerParts(features),
    results: fc.array(result, { minLength: 3, maxLength: 3 }),
    added: fc.option(arbitraryTextPart(features, false)),
  });
}

function turnsOf({ asked, answered, results, added }: Exchange, index: number): readonly Turn[] {
  const parts = withCallIds(answered, `call_${index}`);
  const calls = parts.filter((part) => part.type === 'tool-call');
  const given = calls.map(
    (call, place): ToolResultPart => ({
      type: 'tool-result',
      at: '',
      callId: call.id,
      name: null,
      content: results[place]?.content ?? [],
      isError: results[place]?.isError ?? false,
      cacheMark: null,
    }),
  );
  const turns: readonly Turn[] = [
    { role: 'user', parts: asked },
    { role: 'assistant', parts },
  ];
  const after = given.length > 0 && added !== null ? [added] : [];
  return given.length === 0 ? turns : [...turns, { role: 'user', parts: [...given, ...after] }];
}

/** The same parts, each call with an id that no other call of the conversation has. */
export function withCallIds(parts: readonly AssistantPart[], prefix: string): readonly AssistantPart[] {
  return parts.map((part, place) =>
    part.type === 'tool-call' ? { ...part, id: `${prefix}_${place}` } : part,
  );
}

/** Results of tools and what the user says next are one turn, as parsers read them. */
function joinUsers(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (turn.role === 'user' && last?.role === 'user') {
      joined[joined.length - 1] = { role: 'user', parts: [...last.parts, ...turn.parts] };
    } else {
      joined.push(turn);
    }
  }
  return joined;
}
