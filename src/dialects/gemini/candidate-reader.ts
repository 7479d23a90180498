import type { CanonicalEvent, PartDelta, Signature } from '../../canonical/index.ts';
import { callIdAt } from '../call-ids.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readDetails, readWord } from '../usage-counts.ts';
import { finishOf } from './finish-reasons.ts';
import { citationsOf } from './grounding.ts';
import { logprobsOf } from './logprobs.ts';
import { createPartCursor } from './part-cursor.ts';
import { receivedSignature, type SignedKind } from './signatures.ts';

/** Reads what the responses of one stream say of one candidate. */
export interface CandidateReader {
  read(candidate: JsonObject): void;
  isFinished(): boolean;
}

/** What a reader of a candidate is made with. */
export interface CandidatePlace {
  /** The dialect whose signatures these are. */
  readonly dialect: string;
  readonly choice: number;
  /** What makes the ids of calls differ from those of other answers. */
  readonly idSeed: string;
  readonly emit: (event: CanonicalEvent) => void;
}

/** A reader of one candidate. Parts of one kind that follow each other are one part. */
export function createCandidateReader({ dialect, choice, idSeed, emit }: CandidatePlace): CandidateReader {
  const cursor = createPartCursor(choice, emit);
  let hasCalls = false;
  let isFinished = false;

  /** Runs of thoughts are one thought; its signature comes last. */
  function readThought(part: JsonObject, text: string): void {
    const signature = signatureOf(part, dialect, 'r');
    const open = cursor.open();
    const at = open?.type === 'reasoning' && !open.isSigned ? open : cursor.openText('reasoning');
    cursor.addText(at, text);
    cursor.sign(at, signature);
  }

  /** A text with a signature is a part of its own, which must return as it came; it is never joined. */
  function readText(part: JsonObject, text: string): void {
    const signature = signatureOf(part, dialect, 't');
    const open = cursor.open();
    const joins = open?.type === 'text' && !open.isSigned && signature === null;
    const at = joins ? open : cursor.openText('text');
    cursor.sign(at, signature);
    cursor.addText(at, text);
  }

  /** The signature comes before the input: other dialects have its place before the call. */
  function readCall(part: JsonObject, call: JsonObject): void {
    const name = readWord(call, 'name') ?? '';
    const id = readWord(call, 'id') ?? callIdAt(idSeed, choice, cursor.next(), name);
    const signature = signatureOf(part, dialect, 'c');
    const input: PartDelta = { type: 'text', text: JSON.stringify(readDetails(call, 'args')) };
    cursor.whole(
      { type: 'tool-call', id, name, kind: 'function' },
      signature === null ? [input] : [{ type: 'signature', signature }, input],
    );
    hasCalls = true;
  }

  /** Pictures alone have a word in a stream; sounds come only to those who ask for them. */
  function readMedia(part: JsonObject, data: JsonObject): void {
    const mediaType = readWord(data, 'mimeType') ?? '';
    const base64 = readWord(data, 'data');
    if (mediaType.startsWith('image/') && base64 !== null) {
      const source = { type: 'data', mediaType, base64 } as const;
      const signature = signatureOf(part, dialect, 'i');
      const image = { type: 'image', at: '', source, detail: null, cacheMark: null, signature } as const;
      cursor.whole({ type: 'image', image }, []);
    }
  }

  function readPart(part: JsonObject): void {
    if (isJsonObject(part.functionCall)) {
      readCall(part, part.functionCall);
    } else if (isJsonObject(part.inlineData)) {
      readMedia(part, part.inlineData);
    } else {
      const text = readWord(part, 'text') ?? '';
      if (text !== '' || readWord(part, 'thoughtSignature') !== null) {
        (part.thought === true ? readThought : readText)(part, text);
      }
    }
  }

  function readEnding(candidate: JsonObject): void {
    const tokens = logprobsOf(candidate);
    if (tokens.length > 0) {
      emit({ type: 'logprobs', choice, tokens });
    }
    const open = cursor.open();
    if (open?.type === 'text') {
      for (const citation of citationsOf(candidate, open.text)) {
        cursor.add({ type: 'citation', citation });
      }
    }
    const finish = finishOf(candidate, hasCalls);
    if (finish !== null) {
      isFinished = true;
      cursor.close();
      emit({ type: 'finish', choice, finish });
    }
  }

  return {
    isFinished: () => isFinished,
    read(candidate) {
      if (isFinished) {
        return;
      }
      const { parts } = readDetails(candidate, 'content');
      for (const part of Array.isArray(parts) ? parts : []) {
        if (isJsonObject(part)) {
          readPart(part);
        }
      }
      readEnding(candidate);
    },
  };
}

function signatureOf(part: JsonObject, dialect: string, kind: SignedKind): Signature | null {
  const text = readWord(part, 'thoughtSignature');
  return text === null ? null : receivedSignature(dialect, kind, text);
}
