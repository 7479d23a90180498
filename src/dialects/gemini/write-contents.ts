import type { CanonicalRequest, Turn, UserPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isClaude } from './model-family.ts';
import { FOREIGN_CALL_SIGNATURE } from './signatures.ts';
import { writeDocument, writeMedia } from './write-media.ts';
import { writeModelParts } from './write-model-parts.ts';
import { type ResultSurroundings, writeToolResult } from './write-tool-result.ts';

/** One entry of `contents`. */
interface Content {
  readonly role: 'user' | 'model';
  readonly parts: JsonObject[];
}

/**
 * Writes `systemInstruction` and `contents`. The system turns the conversation begins with are the
 * instruction. Google knows none after that: a later one stands at its place as a turn of the user, which
 * keeps the order and the caches. Neighbours of one role are joined, so that the results of parallel calls
 * stand together.
 * @throws {CannotCarryError} for parts without a word.
 */
export function writeConversation(
  { turns }: CanonicalRequest,
  target: { readonly dialect: string; readonly model: string },
): JsonObject {
  const start = turns.findIndex((turn) => turn.role !== 'system');
  const leading = turns.slice(0, start === -1 ? turns.length : start);
  const rest = turns.slice(leading.length);
  const system = leading.flatMap((turn) => writeTexts(turn.parts));
  const surroundings: ResultSurroundings = { ...target, callNames: namesOfCalls(rest) };
  const contents: Content[] = [];
  for (const turn of rest) {
    addTurn(contents, turn, surroundings);
  }
  if (!isClaude(target.model)) {
    signForeignCalls(contents);
  }
  return { ...(system.length === 0 ? {} : { systemInstruction: { parts: system } }), contents };
}

function addTurn(contents: Content[], turn: Turn, surroundings: ResultSurroundings): void {
  const role = turn.role === 'assistant' ? 'model' : 'user';
  const parts =
    turn.role === 'assistant'
      ? writeModelParts(turn.parts, surroundings.dialect)
      : turn.parts.flatMap((part) => writeUserPart(part, surroundings));
  const last = contents.at(-1);
  if (parts.length === 0) {
    return;
  }
  if (last?.role === role) {
    last.parts.push(...parts);
  } else {
    contents.push({ role, parts });
  }
}

function writeUserPart(part: UserPart, surroundings: ResultSurroundings): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return writeTexts([part]);
    case 'image':
    case 'audio':
      return [writeMedia(part.source, part.at, surroundings.dialect)];
    case 'document':
      return [writeDocument(part, surroundings.dialect)];
    case 'tool-result':
      return writeToolResult(part, surroundings);
    case 'vendor':
      throw new CannotCarryError(
        { at: part.at },
        `is ${part.name}, which this model's provider does not know`,
      );
  }
}

function writeTexts(parts: Turn['parts']): JsonObject[] {
  return parts.flatMap((part) => (part.type === 'text' && part.text !== '' ? [{ text: part.text }] : []));
}

function namesOfCalls(turns: readonly Turn[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const turn of turns) {
    for (const part of turn.role === 'assistant' ? turn.parts : []) {
      if (part.type === 'tool-call') {
        names.set(part.id, part.name);
      }
    }
  }
  return names;
}

/**
 * Gemini 3 refuses the current turn when the first call of one of its steps has no signature. The turn
 * begins after the last content of the user that is no result.
 */
function signForeignCalls(contents: readonly Content[]): void {
  const start = contents.findLastIndex(
    ({ role, parts }) => role === 'user' && !parts.some((part) => 'functionResponse' in part),
  );
  for (const { parts } of contents.slice(start + 1)) {
    const at = parts.findIndex((part) => 'functionCall' in part);
    const call = parts[at];
    if (call !== undefined && !('thoughtSignature' in call)) {
      parts[at] = { ...call, thoughtSignature: FOREIGN_CALL_SIGNATURE };
    }
  }
}
