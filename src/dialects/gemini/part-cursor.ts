import type { CanonicalEvent, OpenedPart, PartDelta, Signature } from '../../canonical/index.ts';

/** The text or the thought that is being read. */
export interface OpenText {
  readonly type: 'text' | 'reasoning';
  text: string;
  /** Whether its signature came; nothing is joined to it then. */
  isSigned: boolean;
}

/** Says the parts of one choice, one after the other, numbered. */
export interface PartCursor {
  /** The number the next part will have. */
  next(): number;
  /** The text or thought that is open; null when there is none. */
  open(): OpenText | null;
  /** Begins a text or a thought, after the end of what was open. */
  openText(type: OpenText['type']): OpenText;
  addText(at: OpenText, text: string): void;
  sign(at: OpenText, signature: Signature | null): void;
  /** Says a part that comes whole. */
  whole(content: OpenedPart, deltas: readonly PartDelta[]): void;
  add(delta: PartDelta): void;
  close(): void;
}

/** A cursor at the beginning of a choice. */
export function createPartCursor(choice: number, emit: (event: CanonicalEvent) => void): PartCursor {
  let part = -1;
  let open: OpenText | null = null;

  function start(content: OpenedPart): void {
    close();
    part += 1;
    emit({ type: 'part-start', choice, part, content });
  }

  function add(delta: PartDelta): void {
    emit({ type: 'part-delta', choice, part, delta });
  }

  function close(): void {
    if (open !== null) {
      open = null;
      emit({ type: 'part-end', choice, part });
    }
  }

  return {
    next: () => part + 1,
    open: () => open,
    openText(type) {
      start(type === 'text' ? { type } : { type, isRedacted: false });
      const opened: OpenText = { type, text: '', isSigned: false };
      open = opened;
      return opened;
    },
    addText(at, text) {
      if (text !== '') {
        at.text += text;
        add({ type: 'text', text });
      }
    },
    sign(at, signature) {
      if (signature !== null) {
        at.isSigned = true;
        add({ type: 'signature', signature });
      }
    },
    whole(content, deltas) {
      start(content);
      deltas.forEach(add);
      emit({ type: 'part-end', choice, part });
    },
    add,
    close,
  };
}
