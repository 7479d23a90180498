import type { AssistantPart, TextPart, Turn, UserPart } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { callIdAt } from '../call-ids.ts';
import { CannotCarryError } from '../codec.ts';
import { type Fields, takeFields, takeList, takeText } from '../fields.ts';
import { joinRuns } from './join-runs.ts';
import { type PartSurroundings, readPart } from './read-parts.ts';
import { readToolResult } from './read-tool-result.ts';

/**
 * Reads `systemInstruction`.
 * @throws {CannotCarryError} when it holds anything but text.
 */
export function readSystem(body: Fields, surroundings: PartSurroundings): readonly Turn[] {
  const system = takeFields(body, 'systemInstruction');
  if (system === null) {
    return [];
  }
  takeText(system, 'role');
  const parts = takeList(system, 'parts').map((part): TextPart => {
    const read = readPart(part, surroundings);
    if (read.type !== 'text') {
      throw new CannotCarryError({ at: part.path }, 'is no text, which is all a system instruction may hold');
    }
    return read;
  });
  surroundings.dropped.push(...system.untaken());
  return [{ role: 'system', parts }];
}

/**
 * Reads `contents`.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for parts without a word.
 */
export function readContents(body: Fields, dialect: string, dropped: string[]): readonly Turn[] {
  const calls = createCallIds();
  const ofCalls: PartSurroundings = { dialect, dropped, idFor: calls.made };
  const ofResults: PartSurroundings = { dialect, dropped, idFor: calls.answered };
  return takeList(body, 'contents').map((content): Turn => {
    const role = takeText(content, 'role') ?? 'user';
    const parts = takeList(content, 'parts');
    dropped.push(...content.untaken());
    switch (role) {
      case 'model':
        return {
          role: 'assistant',
          parts: joinRuns(parts.map((part) => readModelPart(part, ofCalls, calls.note))),
        };
      // Results of functions had a role of their own in early versions of the API.
      case 'user':
      case 'function':
        return { role: 'user', parts: parts.map((part) => readUserPart(part, ofResults)) };
      default:
        throw invalidField(content.pathOf('role'), 'must be user or model');
    }
  });
}

function readModelPart(
  part: Fields,
  surroundings: PartSurroundings,
  note: (id: string, name: string) => void,
): AssistantPart {
  const read = readPart(part, surroundings);
  if (read.type === 'document') {
    throw new CannotCarryError({ at: part.path }, 'is a document in a turn of the model');
  }
  if (read.type === 'tool-call') {
    note(read.id, read.name);
  }
  return read;
}

function readUserPart(part: Fields, surroundings: PartSurroundings): UserPart {
  const read = readToolResult(part, surroundings) ?? readPart(part, surroundings);
  if (read.type === 'tool-call' || read.type === 'reasoning' || read.type === 'refusal') {
    throw invalidField(part.path, 'may stand in a turn of the model alone');
  }
  return read;
}

/**
 * Ties results to calls. Where neither has an id, a result answers the first call of its name that has no
 * result yet, which is how Google reads them.
 */
function createCallIds() {
  const open: { readonly id: string; readonly name: string }[] = [];
  return {
    made: (part: Fields, name: string) => callIdAt(part.path, name),
    note(id: string, name: string): void {
      open.push({ id, name });
    },
    answered(part: Fields, name: string): string {
      const at = open.findIndex((call) => call.name === name);
      const [call] = at === -1 ? [] : open.splice(at, 1);
      return call?.id ?? callIdAt(part.path, name);
    },
  };
}
