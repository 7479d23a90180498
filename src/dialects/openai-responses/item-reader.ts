import type { AssistantPart, CanonicalEvent, OpenedPart } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readLogprobs } from '../openai-logprobs.ts';
import { createPartLine, type PartLine } from '../translation/part-line.ts';
import { readWord } from '../usage-counts.ts';
import { partsOfItem } from './parse-response.ts';
import { deltasOf, openedPart } from './part-pieces.ts';
import { citationOf } from './read-content.ts';
import type { Contained } from './response-end.ts';

/** Reads the items of one stream into parts. */
export interface ItemReader {
  /** Reads one event of an item; others say nothing to it. */
  read(event: JsonObject): void;
  /** Reads the items of a response that has ended, as far as their own events did not say them. */
  readOutput(output: unknown): void;
  endAll(): void;
  contained(): Contained;
}

/** How much of a part was said. */
interface Said {
  chars: number;
  logprobs: number;
  citations: number;
  /** Which of the texts of thinking was said last. */
  textIndex: unknown;
}

/** A reader of items; `tell` hears events of the one choice. */
export function createItemReader(tell: (event: CanonicalEvent) => void): ItemReader {
  return new Items(tell);
}

/**
 * Every part has a key: its item, and its place in the item, which is 0 in all items but messages. What the
 * end of an item says counts: the rest of what was said before, and the state that is whole only there.
 */
class Items implements ItemReader {
  readonly #tell: (event: CanonicalEvent) => void;
  readonly #line: PartLine;
  readonly #said = new Map<string, Said>();
  readonly #ended = new Set<string>();
  #hasCalls = false;
  #hasRefusal = false;

  constructor(tell: (event: CanonicalEvent) => void) {
    this.#tell = tell;
    this.#line = createPartLine(0, tell);
  }

  read(event: JsonObject): void {
    const item = isJsonObject(event.item) ? event.item : {};
    const key = `${event.output_index ?? event.item_id ?? item.id}`;
    switch (event.type) {
      case 'response.output_text.delta':
        this.#addContent(`${key}.${event.content_index ?? 0}`, event, { type: 'text' });
        break;
      case 'response.refusal.delta':
        this.#addContent(`${key}.${event.content_index ?? 0}`, event, { type: 'refusal' });
        break;
      case 'response.output_text.annotation.added':
        this.#cite(`${key}.${event.content_index ?? 0}`, event.annotation);
        break;
      case 'response.reasoning_summary_text.delta':
        this.#think(`${key}.0`, event, `summary ${event.summary_index}`);
        break;
      case 'response.reasoning_text.delta':
        this.#think(`${key}.0`, event, `content ${event.content_index}`);
        break;
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        this.#addText(`${key}.0`, event.delta);
        break;
      case 'response.output_item.added':
        this.#begin(`${key}.0`, item);
        break;
      case 'response.output_item.done':
        this.#end(key, item);
        break;
      default:
        break;
    }
  }

  readOutput(output: unknown): void {
    (Array.isArray(output) ? output.filter(isJsonObject) : []).forEach((item, index) => {
      if (!this.#ended.has(`${index}`) && !this.#ended.has(`${item.id}`)) {
        this.#end(`${index}`, item);
      }
    });
    this.endAll();
  }

  endAll(): void {
    this.#line.endAll();
  }

  contained(): Contained {
    return { hasCalls: this.#hasCalls, hasRefusal: this.#hasRefusal };
  }

  #open(key: string, content: OpenedPart): Said {
    let said = this.#said.get(key);
    if (said === undefined) {
      said = { chars: 0, logprobs: 0, citations: 0, textIndex: null };
      this.#said.set(key, said);
      this.#line.open(key, content);
      this.#hasCalls ||= content.type === 'tool-call';
      this.#hasRefusal ||= content.type === 'refusal';
    }
    return said;
  }

  /** A call says its name when it begins; everything else begins with what is said first. */
  #begin(key: string, item: JsonObject): void {
    if (item.type === 'function_call' || item.type === 'custom_tool_call') {
      const [call] = partsOfItem({ ...item, call_id: readWord(item, 'call_id') ?? item.id });
      const content = call === undefined ? null : openedPart(call);
      if (content !== null) {
        this.#open(key, content);
      }
    }
  }

  #addContent(key: string, event: JsonObject, content: OpenedPart): void {
    const said = this.#open(key, content);
    this.#addText(key, event.delta);
    this.#addLogprobs(said, event.logprobs, 0);
  }

  #addText(key: string, text: unknown): void {
    const said = this.#said.get(key);
    if (said !== undefined && typeof text === 'string' && text !== '') {
      said.chars += text.length;
      this.#line.add(key, { type: 'text', text });
    }
  }

  /** Summaries are paragraphs. Who shows both them and the whole shows the same twice: the first kind counts. */
  #think(key: string, event: JsonObject, textIndex: string): void {
    const said = this.#open(key, { type: 'reasoning', isRedacted: false });
    const last = `${said.textIndex ?? textIndex}`;
    if (last[0] === textIndex[0]) {
      said.textIndex = textIndex;
      this.#addText(key, last === textIndex ? '' : '\n\n');
      this.#addText(key, event.delta);
    }
  }

  #cite(key: string, annotation: unknown): void {
    const citation = citationOf(annotation);
    if (citation !== null) {
      this.#open(key, { type: 'text' }).citations += 1;
      this.#line.add(key, { type: 'citation', citation });
    }
  }

  #addLogprobs(said: Said, entries: unknown, from: number): void {
    const tokens = readLogprobs(entries).slice(from);
    if (tokens.length > 0) {
      said.logprobs += tokens.length;
      this.#tell({ type: 'logprobs', choice: 0, tokens });
    }
  }

  #end(key: string, item: JsonObject): void {
    this.#ended.add(key);
    if (typeof item.id === 'string') {
      this.#ended.add(item.id);
    }
    const contents = Array.isArray(item.content) ? item.content : [];
    for (const [index, part] of partsOfItem(item).entries()) {
      const content = openedPart(part);
      if (content !== null) {
        const said = this.#open(`${key}.${index}`, content);
        const whole: unknown = contents[index];
        this.#addRest(`${key}.${index}`, said, part);
        this.#addLogprobs(said, isJsonObject(whole) ? whole.logprobs : [], said.logprobs);
      }
    }
    for (const partKey of this.#said.keys()) {
      if (partKey.startsWith(`${key}.`)) {
        this.#line.end(partKey);
      }
    }
  }

  /** What the end of an item says of a part and what was not said before. */
  #addRest(key: string, said: Said, part: AssistantPart): void {
    let citations = 0;
    for (const delta of deltasOf(part)) {
      if (delta.type === 'text') {
        this.#addText(key, delta.text.slice(said.chars));
      } else if (delta.type === 'signature') {
        this.#line.add(key, delta);
      } else {
        citations += 1;
        if (citations > said.citations) {
          this.#line.add(key, delta);
        }
      }
    }
  }
}
