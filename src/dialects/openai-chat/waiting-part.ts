import type { CanonicalEvent, Citation, ImagePart, OpenedPart } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { type ReasoningField, signatureOf } from './reasoning-state.ts';

/** A piece of a call, as far as an upstream said what it belongs to. */
export interface CallFragment {
  readonly index: number | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly kind: 'function' | 'custom';
  readonly input: string;
}

/** A part that is not closed yet. Only the first of a queue is open; what others say waits in `unsaid`. */
export interface Waiting {
  readonly type: OpenedPart['type'];
  readonly image: ImagePart | null;
  readonly kind: 'function' | 'custom';
  readonly index: number | null;
  id: string | null;
  name: string | null;
  /** Everything a call was given so far, to know whether it is whole. */
  input: string;
  unsaid: string;
  readonly citations: Citation[];
  readonly details: JsonObject[];
  field: ReasoningField | null;
  isOpen: boolean;
}

/** A part that nothing was said of yet. */
export function emptyPart(type: OpenedPart['type']): Waiting {
  return {
    type,
    image: null,
    kind: 'function',
    index: null,
    id: null,
    name: null,
    input: '',
    unsaid: '',
    citations: [],
    details: [],
    field: null,
    isOpen: false,
  };
}

/**
 * The call a fragment belongs to; undefined where it begins a new one. Some upstreams leave the index out,
 * some give every call the same: then a name with another id, or after whole arguments, is a new call.
 */
export function findCall(calls: readonly Waiting[], { index, id, name }: CallFragment): Waiting | undefined {
  const last = calls.at(-1);
  if (index !== null) {
    const known = calls.findLast((call) => call.index === index);
    const isOther = name !== null && id !== null && known?.id !== null && known?.id !== id;
    return isOther ? undefined : known;
  }
  if (id !== null) {
    return calls.findLast((call) => call.id === id) ?? (name === null ? last : undefined);
  }
  return name !== null && last !== undefined && isComplete(last) ? undefined : last;
}

/** Whether a part may close when another one waits: a call of a function is whole when its JSON is. */
export function isComplete({ type, kind, input }: Waiting): boolean {
  if (type !== 'tool-call' || kind === 'custom') {
    return true;
  }
  try {
    return isJsonObject(JSON.parse(input));
  } catch {
    return false;
  }
}

/** What a part has to say by now; with `isWhole` it is closed. `makeId` is for a call without an id. */
export function eventsOf(
  head: Waiting,
  choice: number,
  part: number,
  isWhole: boolean,
  makeId: () => string,
): readonly CanonicalEvent[] {
  const events: CanonicalEvent[] = [];
  const at = { choice, part };
  if (!head.isOpen) {
    head.isOpen = true;
    events.push({ type: 'part-start', ...at, content: openedPart(head, makeId) });
  }
  if (head.unsaid !== '') {
    events.push({ type: 'part-delta', ...at, delta: { type: 'text', text: head.unsaid } });
    head.unsaid = '';
  }
  for (const citation of head.citations.splice(0)) {
    events.push({ type: 'part-delta', ...at, delta: { type: 'citation', citation } });
  }
  if (isWhole) {
    const signature = stateOf(head);
    if (signature !== null) {
      events.push({ type: 'part-delta', ...at, delta: { type: 'signature', signature } });
    }
    events.push({ type: 'part-end', ...at });
  }
  return events;
}

function openedPart({ type, image, id, name, kind }: Waiting, makeId: () => string): OpenedPart {
  if (type === 'image' && image !== null) {
    return { type, image };
  }
  if (type === 'tool-call') {
    return { type, id: id ?? makeId(), name: name ?? '', kind };
  }
  return type === 'reasoning' ? { type, isRedacted: false } : { type: type === 'refusal' ? type : 'text' };
}

function stateOf({ details, field }: Waiting) {
  if (details.length > 0) {
    return signatureOf({ type: 'details', details });
  }
  return field === null ? null : signatureOf({ type: 'field', field });
}
