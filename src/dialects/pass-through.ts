import type { Measured } from '../canonical/index.ts';
import { applySplices, insertMember, type Splice } from '../core/json-members.ts';
import { type Form, insertField } from '../core/multipart.ts';
import type { BodyEdit, StreamFraming, StreamTap, StreamTapOptions, TappedAnswer } from './dialect.ts';
import { type Call, PASS_THROUGH, type Passage } from './passage.ts';

/** The passage of a call to an upstream of its own dialect: its bytes, with only what must change changed. */
export function passThrough(call: Call, upstreamModel: string): Passage {
  return new PassThrough(call, upstreamModel);
}

const NOTHING: readonly string[] = [];

/** A class, so that a request makes one object and no closures. */
class PassThrough implements Passage {
  readonly route = PASS_THROUGH;
  readonly answer = null;
  readonly dropped = NOTHING;
  readonly contentType = null;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: readonly string[];
  readonly #call: Call;

  constructor(call: Call, upstreamModel: string) {
    const { operation, body, facts, address } = call;
    this.#call = call;
    this.path = operation.upstreamPath(upstreamModel, facts, address);
    const edits = operation.bodyEdits(body, upstreamModel, facts);
    const { form } = call;
    this.body = applySplices(
      call.bytes,
      edits.map(form === undefined ? spliceFor(call) : fieldSpliceFor(form)),
    );
    this.headers =
      form === undefined ? NOTHING : ['content-type', `multipart/form-data; boundary="${form.boundary}"`];
  }

  get framing(): StreamFraming {
    return this.#call.operation.streamFraming(this.#call.address);
  }

  get heartbeat(): Buffer | null {
    return this.framing === 'sse' ? this.#call.operation.heartbeat : null;
  }

  readAnswer(answer: Buffer, costOf: (measured: Measured) => string): TappedAnswer {
    return this.#call.operation.readAnswer(answer, costOf, this.#call.facts);
  }

  estimateAnswerTokens(answer: Buffer): number {
    return this.#call.operation.estimateAnswerTokens(answer);
  }

  createStreamTap(options: StreamTapOptions): StreamTap {
    return this.#call.operation.createStreamTap({ ...options, facts: this.#call.facts });
  }

  /** Clients act on the very words of their own dialect, so an error passes as it is. */
  readError(): null {
    return null;
  }
}

function spliceFor(call: Call): (edit: BodyEdit) => Splice {
  return ({ key, valueJson }) => {
    const member = call.members.get(key);
    return member === undefined
      ? insertMember(call.bytes, call.bytes.indexOf('{'), key, valueJson)
      : { start: member.start, end: member.end, text: valueJson };
  };
}

/** The fields of a form are text, so what a JSON body says in quotes stands in a form without them. */
function fieldSpliceFor(form: Form): (edit: BodyEdit) => Splice {
  return ({ key, valueJson }) => {
    const value: unknown = JSON.parse(valueJson);
    const text = typeof value === 'string' ? value : valueJson;
    const part = form.parts.find(({ name }) => name === key);
    return part === undefined ? insertField(form, key, text) : { start: part.start, end: part.end, text };
  };
}
