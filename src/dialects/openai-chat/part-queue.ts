import type { CanonicalEvent, Citation, ImagePart, OpenedPart } from '../../canonical/index.ts';
import { callIdAt } from '../call-ids.ts';
import type { JsonObject } from '../dialect.ts';
import { addDetail } from './merge-details.ts';
import type { ReasoningField } from './reasoning-state.ts';
import {
  type CallFragment,
  emptyPart,
  eventsOf,
  findCall,
  isComplete,
  type Waiting,
} from './waiting-part.ts';

/**
 * Puts what an upstream says of one choice into the order of the middle, where parts do not overlap. A part
 * closes when another one begins; a call, which some upstreams send in turns with others, not before its
 * arguments are whole.
 */
export interface PartQueue {
  say(type: 'text' | 'reasoning' | 'refusal', text: string, field?: ReasoningField | null): void;
  call(fragment: CallFragment): void;
  show(image: ImagePart): void;
  /** Cites in the last text; nothing where it is closed. */
  cite(citation: Citation): void;
  /** Hangs state on the call with its id, else on the last part. */
  hang(detail: JsonObject): void;
  hasCall(id: string): boolean;
  /** What can be said by now. */
  take(): readonly CanonicalEvent[];
  /** All that is left, every part closed. */
  drain(): readonly CanonicalEvent[];
  /** Which types of parts there were. */
  readonly types: ReadonlySet<OpenedPart['type']>;
}

/** The queue of one choice. `idSeed` tells answers apart where calls came without ids. */
export function createPartQueue(choice: number, idSeed: () => string): PartQueue {
  const waiting: Waiting[] = [];
  const calls: Waiting[] = [];
  const types = new Set<OpenedPart['type']>();
  let opened = 0;

  function add(type: OpenedPart['type'], more: Partial<Waiting> = {}): Waiting {
    const part: Waiting = { ...emptyPart(type), ...more };
    waiting.push(part);
    types.add(type);
    return part;
  }

  function release(isLast: boolean): readonly CanonicalEvent[] {
    const events: CanonicalEvent[] = [];
    for (let head = waiting[0]; head !== undefined; head = waiting[0]) {
      const isWhole = isLast || (waiting.length > 1 && isComplete(head));
      // A call without a name can be made by nobody.
      if (head.type === 'tool-call' && head.name === null) {
        if (!isWhole) {
          break;
        }
      } else {
        const part = head.isOpen ? opened - 1 : opened++;
        events.push(...eventsOf(head, choice, part, isWhole, () => callIdAt(idSeed(), choice, part)));
      }
      if (!isWhole) {
        break;
      }
      waiting.shift();
    }
    return events;
  }

  return {
    types,
    say(type, text, field = null) {
      const last = waiting.at(-1);
      const part = last?.type === type ? last : add(type);
      part.unsaid += text;
      part.field ??= field;
    },
    call(fragment) {
      const part = findCall(calls, fragment) ?? startCall(fragment);
      part.id ??= fragment.id;
      part.name ??= fragment.name;
      part.input += fragment.input;
      part.unsaid += fragment.input;
    },
    show: (image) => void add('image', { image }),
    cite: (citation) => void waiting.findLast(({ type }) => type === 'text')?.citations.push(citation),
    hang(detail) {
      const part = waiting.find(({ type, id }) => type === 'tool-call' && id === detail.id) ?? waiting.at(-1);
      addDetail((part ?? add('reasoning')).details, detail);
    },
    hasCall: (id) => waiting.some((part) => part.type === 'tool-call' && part.id === id),
    take: () => release(false),
    drain: () => release(true),
  };

  function startCall({ index, kind }: CallFragment): Waiting {
    const part = add('tool-call', { index, kind });
    calls.push(part);
    return part;
  }
}
