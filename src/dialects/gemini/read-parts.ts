import type {
  AssistantPart,
  ReasoningPart,
  Signature,
  TextPart,
  ToolCallPart,
  UserPart,
} from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import { type Fields, requireText, takeFields, takeFlag, takeObject, takeText } from '../fields.ts';
import { readFileData, readInlineData } from './read-media.ts';
import { FOREIGN_CALL_SIGNATURE, type SignedKind, signatureOfClient } from './signatures.ts';

/** What reading one part needs to know of the request around it. */
export interface PartSurroundings {
  readonly dialect: string;
  /** Fields without a word in the middle are added here. */
  readonly dropped: string[];
  /** The id of a call that came without one. */
  readonly idFor: (part: Fields, name: string) => string;
}

/** Tools that Google ran itself left these. */
const VENDOR_FIELDS = ['executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse'];

/** What a part may be in either role. */
export type AnyPart = Exclude<AssistantPart | UserPart, { readonly type: 'tool-result' }>;

/**
 * Reads one part that is no function response (ai.google.dev/api/caching#Part).
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for a kind of part that the
 *   middle has no word for.
 */
export function readPart(part: Fields, surroundings: PartSurroundings): AnyPart {
  const read = readKnownPart(part, surroundings);
  if (read === null) {
    const names = part.untaken().map((path) => path.slice(part.path.length + 1));
    throw new CannotCarryError({ at: part.path }, `holds ${names.join(', ')}, which this model cannot take`);
  }
  surroundings.dropped.push(...part.untaken());
  return read;
}

function readKnownPart(part: Fields, surroundings: PartSurroundings): AnyPart | null {
  const { dialect } = surroundings;
  const at = part.path;
  const signed = (kind: SignedKind) => signatureOf(part, dialect, kind);
  const call = takeFields(part, 'functionCall');
  if (call !== null) {
    return readCall(call, part, surroundings);
  }
  const inline = takeFields(part, 'inlineData');
  if (inline !== null) {
    return readInlineData(inline, at, signed('i').signature);
  }
  const file = takeFields(part, 'fileData');
  if (file !== null) {
    return readFileData(file, at, dialect);
  }
  const vendor = VENDOR_FIELDS.find((name) => takeObject(part, name) !== null);
  return vendor === undefined ? readText(part, signed) : { type: 'vendor', at, dialect, name: vendor };
}

/** A thought or a text. Clients leave out a text that is empty, and then a signature stands alone. */
function readText(
  part: Fields,
  signed: (kind: SignedKind) => PartSignature,
): TextPart | ReasoningPart | null {
  const written = takeText(part, 'text');
  const isThought = takeFlag(part, 'thought') === true;
  const { signature, isRedacted } = signed(isThought ? 'r' : 't');
  if (written === null && !isThought && signature === null && part.untaken().length > 0) {
    return null;
  }
  const at = part.path;
  const text = written ?? '';
  return isThought
    ? { type: 'reasoning', at, text, signature, isRedacted }
    : { type: 'text', at, text, cacheMark: null, citations: [], signature };
}

function readCall(call: Fields, part: Fields, surroundings: PartSurroundings): ToolCallPart {
  const name = requireText(call, 'name');
  const id = takeText(call, 'id');
  const input = JSON.stringify(takeObject(call, 'args') ?? {});
  surroundings.dropped.push(...call.untaken());
  return {
    type: 'tool-call',
    at: part.path,
    id: id === null || id === '' ? surroundings.idFor(part, name) : id,
    name,
    kind: 'function',
    input,
    signature: signatureOf(part, surroundings.dialect, 'c').signature,
  };
}

interface PartSignature {
  readonly signature: Signature | null;
  readonly isRedacted: boolean;
}

function signatureOf(part: Fields, dialect: string, kind: SignedKind): PartSignature {
  const text = takeText(part, 'thoughtSignature');
  return text === null || text === '' || text === FOREIGN_CALL_SIGNATURE
    ? { signature: null, isRedacted: false }
    : signatureOfClient(text, dialect, kind);
}
