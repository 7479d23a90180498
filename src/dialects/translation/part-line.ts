import type { CanonicalEvent, OpenedPart, PartDelta } from '../../canonical/index.ts';

/**
 * Puts the parts of one choice in line: upstreams may open a part before they close another, the grammar of
 * `CanonicalEvent` may not. The first in line is told as it comes, the others are kept until it ends.
 */
export interface PartLine {
  /** Opens a part that `key` names from now on. */
  open(key: string, content: OpenedPart): void;
  /** Whether a part of this name was ever opened. */
  knows(key: string): boolean;
  /** Adds to a part; nothing where it has ended. */
  add(key: string, delta: PartDelta): void;
  end(key: string): void;
  /** Ends every part that is open. */
  endAll(): void;
}

/** A part that has not been told to its end. */
interface PartInLine {
  readonly key: string;
  readonly content: OpenedPart;
  readonly kept: PartDelta[];
  hasEnded: boolean;
}

/** A line for one choice; `tell` hears its events in order. */
export function createPartLine(choice: number, tell: (event: CanonicalEvent) => void): PartLine {
  const line: PartInLine[] = [];
  const known = new Set<string>();
  let part = -1;

  function start({ content, kept }: PartInLine): void {
    part += 1;
    tell({ type: 'part-start', choice, part, content });
    for (const delta of kept) {
      tell({ type: 'part-delta', choice, part, delta });
    }
  }

  /** Lets go of what has ended, and tells what was kept of the next. */
  function advance(): void {
    while (line[0]?.hasEnded === true) {
      tell({ type: 'part-end', choice, part });
      line.shift();
      if (line[0] !== undefined) {
        start(line[0]);
      }
    }
  }

  return {
    open(key, content) {
      const opened = { key, content, kept: [], hasEnded: false };
      known.add(key);
      line.push(opened);
      if (line.length === 1) {
        start(opened);
      }
    },
    knows: (key) => known.has(key),
    add(key, delta) {
      const at = line.findIndex((candidate) => candidate.key === key);
      if (at === 0) {
        tell({ type: 'part-delta', choice, part, delta });
      } else if (at > 0 && line[at]?.hasEnded === false) {
        line[at].kept.push(delta);
      }
    },
    end(key) {
      const ended = line.find((candidate) => candidate.key === key);
      if (ended !== undefined) {
        ended.hasEnded = true;
        advance();
      }
    },
    endAll() {
      for (const open of line) {
        open.hasEnded = true;
      }
      advance();
    },
  };
}
