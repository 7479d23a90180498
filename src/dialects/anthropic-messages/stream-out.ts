import type {
  CanonicalEvent,
  Finish,
  ImagePart,
  Measured,
  OpenedPart,
  PartDelta,
  Signature,
} from '../../canonical/index.ts';
import type { AnswerContext, StreamOut } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { toClient } from '../translation/signature-envelope.ts';
import { mediaAsText, messageHead, signatureBlock } from './build-response.ts';
import { writeCitation } from './citations.ts';
import { DIALECT } from './dialect-name.ts';
import { buildMessagesError } from './errors.ts';
import { writeFinish } from './stop-reasons.ts';
import { UNKNOWN_USAGE, writeUsage } from './write-usage.ts';

/** The part that is being written. Its block is opened when there is something to put into it. */
interface OpenPart {
  readonly content: OpenedPart;
  isOpened: boolean;
  signature: Signature | null;
}

/**
 * Writes one stream for a client (docs.anthropic.com, "Streaming messages"): blocks one after the other,
 * each from start to stop. The dialect knows one answer, so other choices are left out. Usage is mostly known
 * at the end alone; `message_delta` overwrites what `message_start` said.
 */
export function createMessagesStreamOut(context: AnswerContext): StreamOut {
  return new MessagesStreamOut(context);
}

class MessagesStreamOut implements StreamOut {
  readonly #context: AnswerContext;
  #index = 0;
  #part: OpenPart | null = null;
  #finish: Finish | null = null;
  #measured: Measured | null = null;
  #hasCalls = false;
  #hasRefusal = false;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  write(event: CanonicalEvent): string {
    if ('choice' in event && event.choice !== 0) {
      return '';
    }
    switch (event.type) {
      case 'start':
        return frame('message_start', { message: this.#emptyMessage() });
      case 'part-start':
        return this.#startPart(event.content);
      case 'part-delta':
        return this.#addDelta(event.delta);
      case 'part-end':
        return this.#endPart();
      case 'finish':
        this.#finish = event.finish;
        return '';
      case 'usage':
        this.#measured = event.measured;
        return '';
      case 'logprobs':
        return '';
      case 'end':
        return this.#closing();
      case 'error': {
        const { type: _error, ...fields } = buildMessagesError(
          event.error,
          `req_${this.#context.answerId}`,
        ).body;
        return frame('error', fields);
      }
    }
  }

  #emptyMessage(): JsonObject {
    const head = messageHead(this.#context);
    return { ...head, content: [], stop_reason: null, stop_sequence: null, usage: UNKNOWN_USAGE };
  }

  #startPart(content: OpenedPart): string {
    this.#part = { content, isOpened: false, signature: null };
    this.#hasCalls ||= content.type === 'tool-call';
    this.#hasRefusal ||= content.type === 'refusal';
    return content.type === 'image' ? this.#writeImage(content.image) : '';
  }

  #writeImage(image: ImagePart): string {
    const before = image.signature === null ? '' : this.#wholeBlock(signatureBlock(image.signature));
    return before + this.#addText(mediaAsText(image));
  }

  #addDelta(delta: PartDelta): string {
    switch (delta.type) {
      case 'text':
        return this.#addText(delta.text);
      case 'citation': {
        const citation = writeCitation(delta.citation);
        return citation === null
          ? ''
          : this.#openBlock() + this.#delta({ type: 'citations_delta', citation });
      }
      case 'signature':
        return this.#hang(delta.signature);
    }
  }

  /** A state without a place stands before its part; where that is open already, after it. */
  #hang(signature: Signature): string {
    const part = this.#part;
    if (part !== null && (part.content.type === 'reasoning' || part.isOpened)) {
      part.signature = signature;
      return '';
    }
    return this.#wholeBlock(signatureBlock(signature));
  }

  #addText(text: string): string {
    if (text === '' || this.#part === null || isRedacted(this.#part.content)) {
      return '';
    }
    const opened = this.#openBlock();
    const written = JSON.stringify(text);
    switch (this.#part.content.type) {
      case 'reasoning':
        return opened + this.#textDelta('thinking_delta', 'thinking', written);
      case 'tool-call':
        return opened + this.#textDelta('input_json_delta', 'partial_json', written);
      default:
        return opened + this.#textDelta('text_delta', 'text', written);
    }
  }

  #endPart(): string {
    const part = this.#part;
    if (part === null) {
      return '';
    }
    const { content, signature } = part;
    if (content.type !== 'reasoning') {
      const opened = content.type === 'tool-call' ? this.#openBlock() : '';
      return (
        opened + this.#closeBlock() + (signature === null ? '' : this.#wholeBlock(signatureBlock(signature)))
      );
    }
    if (signature === null) {
      return this.#closeBlock();
    }
    const state = toClient(signature, DIALECT);
    if (content.isRedacted) {
      return this.#wholeBlock({ type: 'redacted_thinking', data: state });
    }
    return (
      this.#openBlock() + this.#delta({ type: 'signature_delta', signature: state }) + this.#closeBlock()
    );
  }

  /** Opens the block of the part unless it is open. */
  #openBlock(): string {
    if (this.#part === null || this.#part.isOpened) {
      return '';
    }
    this.#part.isOpened = true;
    return this.#start(emptyBlock(this.#part.content));
  }

  /** Closes the block of the part if it was opened. */
  #closeBlock(): string {
    const isOpened = this.#part?.isOpened === true;
    this.#part = null;
    return isOpened ? this.#stop() : '';
  }

  /** A block that says all it has at its start, but for what clients take from deltas alone. */
  #wholeBlock(block: JsonObject): string {
    if (block.type !== 'thinking') {
      return this.#start(block) + this.#stop();
    }
    const { signature } = block;
    const start = this.#start({ ...block, signature: '' });
    return start + this.#delta({ type: 'signature_delta', signature }) + this.#stop();
  }

  #start(block: JsonObject): string {
    return frame('content_block_start', { index: this.#index, content_block: block });
  }

  #delta(delta: JsonObject): string {
    return frame('content_block_delta', { index: this.#index, delta });
  }

  /** Written by hand because it is what a stream consists of. */
  #textDelta(type: string, member: string, text: string): string {
    return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${this.#index},"delta":{"type":"${type}","${member}":${text}}}\n\n`;
  }

  #stop(): string {
    const stopped = frame('content_block_stop', { index: this.#index });
    this.#index += 1;
    return stopped;
  }

  #closing(): string {
    const said = { hasCalls: this.#hasCalls, hasRefusal: this.#hasRefusal };
    const usage =
      this.#measured === null ? { output_tokens: 0 } : writeUsage(this.#measured, this.#context.costOf);
    const delta = writeFinish(this.#finish, said);
    return frame('message_delta', { delta, usage }) + frame('message_stop', {});
  }
}

function isRedacted(content: OpenedPart): boolean {
  return content.type === 'reasoning' && content.isRedacted;
}

function emptyBlock(content: OpenedPart): JsonObject {
  switch (content.type) {
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'tool-call':
      return { type: 'tool_use', id: content.id, name: content.name, input: {} };
    default:
      return { type: 'text', text: '' };
  }
}

function frame(type: string, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
