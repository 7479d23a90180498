import type { CanonicalEvent, OpenedPart } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { createPartLine, type PartLine } from '../translation/part-line.ts';
import { readDetails, readWord } from '../usage-counts.ts';
import { readCitation } from './citations.ts';
import { DIALECT } from './dialect-name.ts';
import { callHead } from './parse-response.ts';

/** Reads the blocks of one stream into parts. */
export interface BlockReader {
  /** @throws {MalformedAnswerError} for a call without id or name. */
  open(index: unknown, block: JsonObject): void;
  /** @throws {MalformedAnswerError} when it would add to a block that is not open. */
  add(index: unknown, delta: JsonObject): void;
  close(index: unknown): void;
  closeAll(): void;
  /** The kinds of the parts so far. */
  readonly seen: readonly { readonly type: string }[];
}

/** A block that is open. Those of tools that the upstream runs itself have no content. */
interface OpenBlock {
  readonly key: string;
  readonly content: OpenedPart | null;
  /** The input that came with the start, as some compatible upstreams send it whole. */
  readonly input: string;
  /** Told at the end, because it may come in its start, in a delta, or in both. */
  signature: string;
  hasText: boolean;
}

/** A reader of blocks; `tell` hears events of the one choice, `nameOf` knows the client's names of tools. */
export function createBlockReader(
  tell: (event: CanonicalEvent) => void,
  nameOf: (name: string) => string,
): BlockReader {
  return new Blocks(createPartLine(0, tell), nameOf);
}

class Blocks implements BlockReader {
  readonly seen: { readonly type: string }[] = [];
  readonly #line: PartLine;
  readonly #nameOf: (name: string) => string;
  readonly #blocks = new Map<unknown, OpenBlock>();
  #opened = 0;

  constructor(line: PartLine, nameOf: (name: string) => string) {
    this.#line = line;
    this.#nameOf = nameOf;
  }

  open(index: unknown, block: JsonObject): void {
    this.close(index);
    const content = this.#contentOf(block);
    this.#opened += 1;
    const opened: OpenBlock = {
      key: String(this.#opened),
      content,
      input: JSON.stringify(block.input ?? {}),
      signature: readWord(block, 'signature') ?? readWord(block, 'data') ?? '',
      hasText: false,
    };
    this.#blocks.set(index, opened);
    if (content !== null) {
      this.seen.push({ type: content.type });
      this.#line.open(opened.key, content);
      this.#addText(opened, readWord(block, content.type === 'reasoning' ? 'thinking' : 'text'));
    }
  }

  add(index: unknown, delta: JsonObject): void {
    const block = this.#blocks.get(index);
    if (block === undefined) {
      refuseLate(delta);
      return;
    }
    switch (delta.type) {
      case 'text_delta':
        this.#addText(block, readWord(delta, 'text'));
        break;
      case 'thinking_delta':
        this.#addText(block, readWord(delta, 'thinking'));
        break;
      case 'input_json_delta':
        this.#addText(block, readWord(delta, 'partial_json'));
        break;
      case 'signature_delta':
        block.signature = readWord(delta, 'signature') ?? block.signature;
        break;
      case 'citations_delta':
        this.#line.add(block.key, {
          type: 'citation',
          citation: readCitation(readDetails(delta, 'citation')),
        });
        break;
      default:
    }
  }

  close(index: unknown): void {
    const block = this.#blocks.get(index);
    this.#blocks.delete(index);
    if (block === undefined || block.content === null) {
      return;
    }
    if (block.content.type === 'tool-call' && !block.hasText && block.input !== '{}') {
      this.#addText(block, block.input);
    }
    if (block.content.type === 'reasoning' && block.signature !== '') {
      const signature = { dialect: DIALECT, value: block.signature };
      this.#line.add(block.key, { type: 'signature', signature });
    }
    this.#line.end(block.key);
  }

  closeAll(): void {
    for (const index of [...this.#blocks.keys()]) {
      this.close(index);
    }
  }

  #addText(block: OpenBlock, text: string | null): void {
    if (text !== null) {
      block.hasText = true;
      this.#line.add(block.key, { type: 'text', text });
    }
  }

  #contentOf(block: JsonObject): OpenedPart | null {
    switch (block.type) {
      case 'text':
        return { type: 'text' };
      case 'thinking':
        return { type: 'reasoning', isRedacted: false };
      case 'redacted_thinking':
        return { type: 'reasoning', isRedacted: true };
      case 'tool_use':
        return { type: 'tool-call', ...callHead(block, this.#nameOf) };
      default:
        return null;
    }
  }
}

/** Some upstreams say nothing to a block that is closed; what says something would be lost. */
function refuseLate(delta: JsonObject): void {
  if (['text', 'thinking', 'partial_json', 'signature'].some((member) => readWord(delta, member) !== null)) {
    throw new MalformedAnswerError('the stream adds to a block that is not open');
  }
}
