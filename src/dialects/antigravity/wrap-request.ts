import { readMembers } from '../../core/json-members.ts';
import { type Envelope, envelopeWords } from './envelope.ts';

/**
 * A native body of `generateContent` as an Antigravity upstream takes it: the client's bytes under `request`
 * as they are, without the model that a body may name, which stands outside.
 * @throws {JsonMembersError} when the body is no JSON object.
 */
export function wrapGeminiRequest(body: Buffer, envelope: Envelope): Buffer {
  const head = JSON.stringify(envelopeWords(envelope));
  return Buffer.concat([Buffer.from(`${head.slice(0, -1)},"request":`), ...withoutModel(body), CLOSE]);
}

const CLOSE = Buffer.from('}');
const COMMA = 0x2c;

/** The bytes before and after the member, with one comma less. */
function withoutModel(body: Buffer): readonly Buffer[] {
  const members = readMembers(body);
  const model = members.get('model');
  if (model === undefined) {
    return [body];
  }
  const after = nextByte(body, model.end);
  if (body[after] === COMMA) {
    return [body.subarray(0, model.keyStart), body.subarray(after + 1)];
  }
  const comma = members.size === 1 ? model.keyStart : body.lastIndexOf(COMMA, model.keyStart);
  return [body.subarray(0, comma), body.subarray(model.end)];
}

/** The place of the first byte from `at` on that is no space. */
function nextByte(bytes: Buffer, at: number): number {
  let place = at;
  while ((bytes[place] ?? COMMA) <= 0x20) {
    place += 1;
  }
  return place;
}
