import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/** Checks the blocks of one stream, and puts them together. */
export interface BlockCheck {
  /** What is wrong with an event; null where nothing is, or where it is about no block. */
  problem(event: JsonObject): string | null;
  /** The blocks so far, as anthropic-sdk-typescript puts them together. */
  content(): readonly JsonObject[];
  hasCalls(): boolean;
}

/** What each kind of block is given, and how it looks before that. */
const KINDS: Readonly<Record<string, { readonly deltas: readonly string[]; readonly empty: JsonObject }>> = {
  text: { deltas: ['text_delta', 'citations_delta'], empty: { text: '' } },
  thinking: { deltas: ['thinking_delta', 'signature_delta'], empty: { thinking: '', signature: '' } },
  redacted_thinking: { deltas: [], empty: {} },
  tool_use: { deltas: ['input_json_delta'], empty: { input: {} } },
};

/** The member of a delta that is added to the member of its block. */
const MEMBERS: Readonly<Record<string, readonly [string, string]>> = {
  text_delta: ['text', 'text'],
  thinking_delta: ['thinking', 'thinking'],
  signature_delta: ['signature', 'signature'],
  input_json_delta: ['partial_json', 'json'],
};

interface Block {
  readonly fields: Record<string, unknown>;
  isOpen: boolean;
}

/** A check for one stream. */
export function createBlockCheck(): BlockCheck {
  const blocks: Block[] = [];

  function problem(event: JsonObject): string | null {
    const last = blocks.at(-1);
    const open = last?.isOpen === true ? last : null;
    switch (event.type) {
      case 'content_block_start':
        return open === null ? start(event) : 'opens a block while another is open';
      case 'content_block_delta':
      case 'content_block_stop':
        if (open === null || event.index !== blocks.length - 1) {
          return 'is about a block that is not open';
        }
        return event.type === 'content_block_stop' ? stop(open) : add(open.fields, event.delta);
      case 'message_delta':
        return open === null ? null : 'comes while a block is open';
      default:
        return null;
    }
  }

  function start({ index, content_block: block }: JsonObject): string | null {
    if (index !== blocks.length) {
      return `has the index ${String(index)} where ${blocks.length} is the next`;
    }
    const kind = isJsonObject(block) ? KINDS[String(block.type)] : undefined;
    if (!isJsonObject(block) || kind === undefined) {
      return 'opens a block that clients do not know';
    }
    blocks.push({ fields: { ...block }, isOpen: true });
    const isEmpty = Object.entries(kind.empty).every(
      ([member, value]) => JSON.stringify(block[member]) === JSON.stringify(value),
    );
    return isEmpty ? headProblem(block) : 'opens a block that is not empty';
  }

  return {
    problem,
    content: () => blocks.map(({ fields }) => ({ ...fields })),
    hasCalls: () => blocks.some(({ fields }) => fields.type === 'tool_use'),
  };
}

function headProblem({ type, id, name, data }: JsonObject): string | null {
  if (
    type === 'tool_use' &&
    (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '')
  ) {
    return 'opens a call without id or name';
  }
  return type === 'redacted_thinking' && typeof data !== 'string'
    ? 'opens hidden thinking without data'
    : null;
}

function add(fields: Record<string, unknown>, delta: unknown): string | null {
  const type = isJsonObject(delta) ? String(delta.type) : '';
  if (!isJsonObject(delta) || KINDS[String(fields.type)]?.deltas.includes(type) !== true) {
    return `adds what does not fit a block of the type ${String(fields.type)}`;
  }
  if (type === 'citations_delta') {
    fields.citations = [...(Array.isArray(fields.citations) ? fields.citations : []), delta.citation];
    return isJsonObject(delta.citation) ? null : 'cites nothing';
  }
  const [from, to] = MEMBERS[type] ?? ['', ''];
  const text = delta[from];
  if (typeof text !== 'string') {
    return `has no ${from}`;
  }
  if (type === 'thinking_delta' && fields.signature !== '') {
    return 'thinks on after the signature';
  }
  if (type === 'signature_delta' && fields.signature !== '') {
    return 'signs a second time';
  }
  fields[to] = `${String(fields[to] ?? '')}${text}`;
  return null;
}

/** The input of a call is the JSON in its pieces; nothing at all is an empty object. */
function stop(block: Block): string | null {
  block.isOpen = false;
  const { fields } = block;
  if (fields.type !== 'tool_use') {
    return null;
  }
  const { json } = fields;
  delete fields.json;
  try {
    fields.input = JSON.parse(String(json ?? '') || '{}');
    return null;
  } catch {
    return 'closes a call whose input is no JSON';
  }
}
