import type { Citation, TokenLogprob } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { writeLogprobs } from '../openai-logprobs.ts';
import { type ItemPlace, sayAdded, sayDone, type WrittenItem } from './written-item.ts';

/** A message: texts and refusals one after another (openai-node, `ResponseOutputMessage`). */
export interface MessageItem extends WrittenItem {
  /** Begins the next content; what was open ends. */
  open(kind: 'text' | 'refusal'): void;
  cite(citation: Citation): void;
  addLogprobs(tokens: readonly TokenLogprob[]): void;
}

/** The content that is open in a message. */
interface OpenContent {
  readonly kind: 'text' | 'refusal';
  text: string;
  readonly annotations: JsonObject[];
  readonly logprobs: JsonObject[];
  /** How many of the logprobs were said with a piece of text. */
  saidLogprobs: number;
}

/** Begins a message. */
export function createMessageItem(place: ItemPlace): MessageItem {
  const id = `msg_${place.key}`;
  const content: JsonObject[] = [];
  let current: OpenContent | null = null;
  let at: JsonObject = {};
  sayAdded(place, { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] });

  function say(type: string, members: JsonObject): void {
    place.say(type, { ...at, ...members });
  }

  function sayText({ kind, logprobs, saidLogprobs }: OpenContent, delta: string): void {
    if (kind === 'refusal') {
      say('response.refusal.delta', { delta });
    } else {
      say('response.output_text.delta', { delta, logprobs: logprobs.slice(saidLogprobs) });
    }
  }

  function closeContent(): void {
    if (current === null) {
      return;
    }
    const { kind, text, logprobs } = current;
    const part = contentPart(current);
    if (kind === 'refusal') {
      say('response.refusal.done', { refusal: text });
    } else {
      say('response.output_text.done', { text, logprobs });
    }
    say('response.content_part.done', { part });
    content.push(part);
    current = null;
  }

  return {
    open(kind) {
      closeContent();
      at = { item_id: id, output_index: place.outputIndex, content_index: content.length };
      current = { kind, text: '', annotations: [], logprobs: [], saidLogprobs: 0 };
      say('response.content_part.added', { part: contentPart(current) });
    },
    addText(text) {
      if (current !== null && text !== '') {
        current.text += text;
        sayText(current, text);
        current.saidLogprobs = current.logprobs.length;
      }
    },
    cite(citation) {
      if (current !== null && citation.url !== null) {
        const annotation = writeCitation(citation, citation.url, current.text.length);
        say('response.output_text.annotation.added', {
          annotation_index: current.annotations.push(annotation) - 1,
          annotation,
        });
      }
    },
    addLogprobs: (tokens) => current?.logprobs.push(...writeLogprobs(tokens)),
    close(status) {
      closeContent();
      return sayDone(place, { id, type: 'message', status, role: 'assistant', content });
    },
  };
}

/** Lists are copied: an event that was said must not change when more is added. */
function contentPart({ kind, text, annotations, logprobs }: OpenContent): JsonObject {
  return kind === 'refusal'
    ? { type: 'refusal', refusal: text }
    : { type: 'output_text', text, annotations: [...annotations], logprobs: [...logprobs] };
}

/** A citation of an address. Where no place is known it holds for the text so far. */
function writeCitation({ title, start, end }: Citation, url: string, length: number): JsonObject {
  return {
    type: 'url_citation',
    url,
    title: title ?? '',
    start_index: start ?? 0,
    end_index: end ?? length,
  };
}
