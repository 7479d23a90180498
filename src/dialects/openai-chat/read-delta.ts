import type { Citation, ImagePart } from '../../canonical/index.ts';
import { sourceOfUrl } from '../data-url.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readWord } from '../usage-counts.ts';
import type { PartQueue } from './part-queue.ts';
import { REASONING_FIELDS } from './reasoning-state.ts';
import type { CallFragment } from './waiting-part.ts';

/**
 * Puts what a delta says, or a whole message, into the queue of its choice: thinking, text, refusal,
 * pictures, calls. What is empty says nothing.
 */
export function readDelta(delta: JsonObject, queue: PartQueue): void {
  const calls = [...objectsIn(delta.tool_calls).map(fragmentOf), ...legacyFragments(delta.function_call)];
  const ids = new Set(calls.map(({ id }) => id));
  const ofCalls: JsonObject[] = [];
  readReasoning(delta, queue);
  for (const detail of objectsIn(delta.reasoning_details)) {
    const id = readWord(detail, 'id');
    if (id !== null && (ids.has(id) || queue.hasCall(id))) {
      ofCalls.push(detail);
    } else {
      queue.hang(detail);
    }
  }
  readContent(delta.content, queue);
  for (const annotation of objectsIn(delta.annotations)) {
    cite(annotation, queue);
  }
  say('refusal', delta.refusal, queue);
  for (const image of objectsIn(delta.images)) {
    show(image, queue);
  }
  calls.forEach(queue.call);
  ofCalls.forEach(queue.hang);
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function say(type: 'text' | 'reasoning' | 'refusal', text: unknown, queue: PartQueue): void {
  if (typeof text === 'string' && text !== '') {
    queue.say(type, text);
  }
}

/** Some upstreams send the same thinking in two members at once, and in the details once more. */
function readReasoning(delta: JsonObject, queue: PartQueue): void {
  const field = REASONING_FIELDS.find((name) => readWord(delta, name) !== null);
  if (field !== undefined) {
    queue.say('reasoning', readWord(delta, field) ?? '', field);
    return;
  }
  for (const detail of objectsIn(delta.reasoning_details)) {
    say('reasoning', readWord(detail, 'text') ?? detail.summary, queue);
  }
}

/** Text, or Mistral's list of pieces, some of which are thinking (docs.mistral.ai/capabilities/reasoning). */
function readContent(content: unknown, queue: PartQueue): void {
  say('text', content, queue);
  for (const piece of objectsIn(content)) {
    say('text', piece.text, queue);
    say('reasoning', piece.thinking, queue);
    for (const { text } of objectsIn(piece.thinking)) {
      say('reasoning', text, queue);
    }
  }
}

function cite(annotation: JsonObject, queue: PartQueue): void {
  const source = isJsonObject(annotation.url_citation) ? annotation.url_citation : null;
  if (source !== null) {
    queue.cite(citationOf(source));
  }
}

function citationOf(source: JsonObject): Citation {
  const { start_index: start, end_index: end } = source;
  return {
    url: readWord(source, 'url'),
    title: readWord(source, 'title'),
    citedText: null,
    start: typeof start === 'number' ? start : null,
    end: typeof end === 'number' ? end : null,
  };
}

/** A picture in the form of OpenRouter's `images` (openrouter.ai/docs/features/multimodal/image-generation). */
function show(image: JsonObject, queue: PartQueue): void {
  const url = isJsonObject(image.image_url) ? readWord(image.image_url, 'url') : null;
  if (url !== null) {
    const part: ImagePart = {
      type: 'image',
      at: '',
      source: sourceOfUrl(url),
      detail: null,
      cacheMark: null,
      signature: null,
    };
    queue.show(part);
  }
}

function fragmentOf(call: JsonObject): CallFragment {
  const custom = isJsonObject(call.custom) ? call.custom : null;
  const body = custom ?? (isJsonObject(call.function) ? call.function : {});
  return {
    index: typeof call.index === 'number' ? call.index : null,
    id: readWord(call, 'id'),
    name: readWord(body, 'name'),
    kind: custom === null ? 'function' : 'custom',
    input: inputOf(custom === null ? body.arguments : body.input),
  };
}

/** The deprecated `function_call`: one call without id or index. */
function legacyFragments(call: unknown): readonly CallFragment[] {
  return isJsonObject(call) ? [{ ...fragmentOf({ function: call }), index: 0 }] : [];
}

/** Ollama and others send arguments as an object. */
function inputOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  return isJsonObject(value) ? JSON.stringify(value) : '';
}
