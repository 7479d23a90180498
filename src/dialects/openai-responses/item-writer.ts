import type {
  ImagePart,
  OpenedPart,
  PartDelta,
  Signature,
  TokenLogprob,
  ToolOrigin,
} from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { createCallItem } from './call-item.ts';
import { createMessageItem, type MessageItem } from './message-item.ts';
import { writePicture } from './picture-item.ts';
import { createReasoningItem, type ReasoningItem } from './reasoning-item.ts';
import type { ItemPlace, ItemStatus, Say, WrittenItem } from './written-item.ts';

/** Turns the parts of one answer into items, one after another. */
export interface ItemWriter {
  open(content: OpenedPart): void;
  add(delta: PartDelta): void;
  endPart(): void;
  addLogprobs(tokens: readonly TokenLogprob[]): void;
  /** Ends everything that is open. */
  close(status: ItemStatus): void;
  /** The items that are whole. */
  output(): readonly JsonObject[];
}

/** What an item writer needs to know of its answer. */
export interface ItemWriterOptions {
  readonly answerId: string;
  readonly say: Say;
  /** How clients know tools that are more than their names. */
  readonly origins: ReadonlyMap<string, ToolOrigin>;
}

/** Writes the items of one answer. */
export function createItemWriter(options: ItemWriterOptions): ItemWriter {
  return new Items(options);
}

/**
 * An item begins with the first thing that is said in it, so that parts without content are none. Texts and
 * refusals that follow each other are one message, which stays open until something else begins.
 */
class Items implements ItemWriter {
  readonly #options: ItemWriterOptions;
  readonly #output: JsonObject[] = [];
  /** A part of which nothing was said yet. */
  #waiting: OpenedPart | null = null;
  #message: MessageItem | null = null;
  #thinking: ReasoningItem | null = null;
  #call: WrittenItem | null = null;
  #isRedacted = false;
  /** A state that came when its part was already being said; it follows the part. */
  #late: Signature | null = null;

  constructor(options: ItemWriterOptions) {
    this.#options = options;
  }

  open(content: OpenedPart): void {
    if (content.type !== 'text' && content.type !== 'refusal') {
      this.#closeMessage('completed');
    }
    if (content.type === 'image') {
      if (content.image.signature !== null) {
        this.#addState(content.image.signature);
      }
      this.#addPicture(content.image);
    } else {
      this.#waiting = content;
    }
  }

  add(delta: PartDelta): void {
    if (delta.type === 'signature') {
      this.#sign(delta.signature);
    } else if (delta.type === 'citation') {
      this.#begin();
      this.#message?.cite(delta.citation);
    } else if (delta.text !== '') {
      this.#begin();
      (this.#call ?? this.#thinking ?? this.#message)?.addText(delta.text);
    }
  }

  endPart(): void {
    if (this.#waiting?.type === 'tool-call') {
      this.#begin();
    }
    this.#waiting = null;
    this.#closeCall('completed');
    this.#closeThinking('completed');
    if (this.#late !== null) {
      this.#closeMessage('completed');
      this.#addState(this.#late);
      this.#late = null;
    }
  }

  addLogprobs(tokens: readonly TokenLogprob[]): void {
    if (this.#waiting?.type === 'text') {
      this.#begin();
    }
    this.#message?.addLogprobs(tokens);
  }

  close(status: ItemStatus): void {
    this.#closeCall(status);
    this.#closeThinking(status);
    this.#closeMessage(status);
  }

  output(): readonly JsonObject[] {
    return this.#output;
  }

  /** Begins the part that waits; nothing where it has begun. */
  #begin(): void {
    const content = this.#waiting;
    this.#waiting = null;
    switch (content?.type) {
      case 'text':
      case 'refusal':
        this.#message ??= createMessageItem(this.#place());
        this.#message.open(content.type);
        break;
      case 'reasoning':
        this.#isRedacted = content.isRedacted;
        this.#thinking = createReasoningItem(this.#place());
        break;
      case 'tool-call':
        this.#call = createCallItem(this.#place(), content, this.#options.origins.get(content.name) ?? null);
        break;
      default:
        break;
    }
  }

  /** Thinking carries its state; that of another part has no place but an item of its own before it. */
  #sign(signature: Signature): void {
    if (this.#waiting?.type === 'reasoning') {
      this.#begin();
    }
    if (this.#thinking !== null) {
      this.#thinking.sign({ signature, isRedacted: this.#isRedacted });
    } else if (this.#waiting !== null) {
      this.#closeMessage('completed');
      this.#addState(signature);
    } else {
      this.#late = signature;
    }
  }

  #addState(signature: Signature): void {
    const item = createReasoningItem(this.#place());
    item.sign({ signature, isRedacted: false });
    this.#output.push(item.close('completed'));
  }

  #addPicture(image: ImagePart): void {
    const item = writePicture(this.#place(), image);
    if (item !== null) {
      this.#output.push(item);
    }
  }

  #closeCall(status: ItemStatus): void {
    if (this.#call !== null) {
      this.#output.push(this.#call.close(status));
      this.#call = null;
    }
  }

  #closeThinking(status: ItemStatus): void {
    if (this.#thinking !== null) {
      this.#output.push(this.#thinking.close(status));
      this.#thinking = null;
    }
  }

  #closeMessage(status: ItemStatus): void {
    if (this.#message !== null) {
      this.#output.push(this.#message.close(status));
      this.#message = null;
    }
  }

  /** Items do not overlap, so that the next one stands after those that are whole. */
  #place(): ItemPlace {
    const outputIndex = this.#output.length;
    return { key: `${this.#options.answerId}_${outputIndex}`, outputIndex, say: this.#options.say };
  }
}
