import type { CanonicalRequest, TextPart, ToolResultPart, Turn, UserPart } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { writeAssistant } from './write-assistant.ts';
import { type SpokenPart, writePart } from './write-parts.ts';

/** Stands between texts that were parts of their own. */
const BETWEEN = '\n\n';
/** What a tool says that gave no text. */
const SHOWN_BELOW = 'What the tool gave is shown by the user.';
const FAILED = 'The tool failed.';

/**
 * Writes `messages`. Neighbouring turns of one role are one: the results of parallel calls must follow the
 * message that made the calls, all of them, before anything else is said. Texts alone become one string,
 * because several compatible servers take no list.
 * @throws {CannotCarryError} for parts that Chat Completions has no word for.
 */
export function writeMessages({ turns }: CanonicalRequest): readonly JsonObject[] {
  const joined = joinTurns(turns);
  const current = joined.findLastIndex(
    ({ role, parts }) => role === 'user' && parts.some(({ type }) => type !== 'tool-result'),
  );
  return joined.flatMap((turn, index) => writeTurn(turn, index > current));
}

function joinTurns(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last?.role === 'user' && turn.role === 'user') {
      joined[joined.length - 1] = { role: 'user', parts: [...last.parts, ...turn.parts] };
    } else if (last?.role === 'assistant' && turn.role === 'assistant') {
      joined[joined.length - 1] = { role: 'assistant', parts: [...last.parts, ...turn.parts] };
    } else {
      joined.push(turn);
    }
  }
  return joined;
}

function writeTurn(turn: Turn, isCurrent: boolean): readonly JsonObject[] {
  switch (turn.role) {
    case 'system':
      return turn.parts.length === 0 ? [] : [{ role: 'system', content: joinTexts(turn.parts) }];
    case 'assistant':
      return writeAssistant(turn.parts, isCurrent);
    case 'user':
      return writeUser(turn.parts);
  }
}

function writeUser(parts: readonly UserPart[]): readonly JsonObject[] {
  const results = parts.filter((part) => part.type === 'tool-result');
  const shown = results.flatMap(shownIn);
  const spoken = parts.filter((part): part is SpokenPart => part.type !== 'tool-result');
  const said = [...shown, ...spoken];
  return [
    ...results.map(writeResult),
    ...(said.length === 0 ? [] : [{ role: 'user', content: writeSaid(said) }]),
  ];
}

function writeSaid(parts: readonly SpokenPart[]): string | readonly JsonObject[] {
  const texts = parts.filter((part) => part.type === 'text');
  return texts.length === parts.length ? joinTexts(texts) : parts.map(writePart);
}

/** A message of a tool holds text alone. It has no flag for failure: the text says it, or this one does. */
function writeResult({ callId, content, isError }: ToolResultPart): JsonObject {
  const texts = content.filter((part) => part.type === 'text');
  const silent = content.length > 0 ? SHOWN_BELOW : isError ? FAILED : '';
  return { role: 'tool', tool_call_id: callId, content: texts.length > 0 ? joinTexts(texts) : silent };
}

/** What a tool gave beside text, as the user shows it right after the results. */
function shownIn({ callId, content }: ToolResultPart): readonly SpokenPart[] {
  const shown = content.filter((part) => part.type !== 'text');
  const label: TextPart = {
    type: 'text',
    at: '',
    text: `Given by the tool call ${callId}:`,
    cacheMark: null,
    citations: [],
    signature: null,
  };
  return shown.length === 0 ? [] : [label, ...shown];
}

function joinTexts(parts: readonly TextPart[]): string {
  return parts.map(({ text }) => text).join(BETWEEN);
}
