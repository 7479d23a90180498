import type { AssistantPart, Signature, ToolCallPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { argumentsOf } from './call-arguments.ts';
import { type SentSignature, type SignedKind, sentSignature } from './signatures.ts';
import { writeMedia } from './write-media.ts';

/**
 * Writes the parts of a turn of the model for an upstream of `dialect`. Thinking goes back only with a
 * signature of its own. A signature that a client of another dialect gave back in a thought before its part
 * returns to that part; one whose text is gone stands on an empty text, as it may come.
 * @throws {CannotCarryError} for what only another vendor knows.
 */
export function writeModelParts(parts: readonly AssistantPart[], dialect: string): JsonObject[] {
  const written: JsonObject[] = [];
  let carried: SentSignature | null = null;

  function take(kind: SignedKind, own: Signature | null): JsonObject {
    const sent = sentSignature(own, dialect) ?? (carried?.kind === kind ? carried : null);
    carried = carried?.kind === kind ? null : carried;
    return sent === null ? {} : { thoughtSignature: sent.text };
  }

  function leaveText(): void {
    if (carried?.kind === 't') {
      written.push({ text: '', thoughtSignature: carried.text });
    }
    carried = null;
  }

  for (const part of parts) {
    if (part.type === 'reasoning') {
      const sent = sentSignature(part.signature, dialect);
      if (sent?.kind === 'r') {
        written.push({ text: part.text, thought: true, thoughtSignature: sent.text });
      } else if (sent !== null) {
        leaveText();
        carried = sent;
      }
      continue;
    }
    if (part.type !== 'text' && carried?.kind === 't') {
      leaveText();
    }
    written.push(...writePart(part, dialect, take));
  }
  leaveText();
  return written;
}

function writePart(
  part: Exclude<AssistantPart, { readonly type: 'reasoning' }>,
  dialect: string,
  take: (kind: SignedKind, own: Signature | null) => JsonObject,
): readonly JsonObject[] {
  switch (part.type) {
    case 'text': {
      const signature = take('t', part.signature);
      return part.text === '' && !('thoughtSignature' in signature)
        ? []
        : [{ text: part.text, ...signature }];
    }
    case 'refusal':
      return part.text === '' ? [] : [{ text: part.text }];
    case 'image':
      return [{ ...writeMedia(part.source, part.at, dialect), ...take('i', part.signature) }];
    case 'audio':
      return [
        part.transcript === null ? writeMedia(part.source, part.at, dialect) : { text: part.transcript },
      ];
    case 'tool-call':
      return [{ ...writeCall(part), ...take('c', part.signature) }];
    case 'vendor':
      throw new CannotCarryError(
        { at: part.at },
        `is ${part.name}, which this model's provider does not know`,
      );
  }
}

/** A call as a part; the same for upstreams and clients. */
export function writeCall(call: Pick<ToolCallPart, 'id' | 'name' | 'kind' | 'input'>): JsonObject {
  return { functionCall: { id: call.id, name: call.name, args: argumentsOf(call) } };
}
