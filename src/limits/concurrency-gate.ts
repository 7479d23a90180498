/** How many run at once, and who waits for a place, first come first served. */
export interface ConcurrencyGate<Member> {
  running: number;
  /** The newest word on how many may run; null is no bound. */
  limit: number | null;
  /** Null while nobody waits, so that a gate without a line is small. */
  line: Member[] | null;
}

/** A gate that nobody went through. */
export function createConcurrencyGate<Member>(): ConcurrencyGate<Member> {
  return { running: 0, limit: null, line: null };
}

/** Whether one more may run. */
export function hasPlace({ running, limit }: ConcurrencyGate<unknown>): boolean {
  return limit === null || running < limit;
}

/** How many wait. */
export function lengthOfLine({ line }: ConcurrencyGate<unknown>): number {
  return line?.length ?? 0;
}

/** Goes to the end of the line; false when it is as long as it may be. */
export function joinLine<Member>(gate: ConcurrencyGate<Member>, member: Member, maxLength: number): boolean {
  if (lengthOfLine(gate) >= maxLength) {
    return false;
  }
  gate.line ??= [];
  gate.line.push(member);
  return true;
}

/** Takes the one out who has waited longest, if there is a place for it. */
export function nextInLine<Member>(gate: ConcurrencyGate<Member>): Member | undefined {
  if (gate.line === null || !hasPlace(gate)) {
    return undefined;
  }
  const member = gate.line.shift();
  if (gate.line.length === 0) {
    gate.line = null;
  }
  return member;
}

/** Takes someone out of the line before its turn; false when nobody there is the one. */
export function leaveLine<Member>(
  gate: ConcurrencyGate<Member>,
  isTheOne: (member: Member) => boolean,
): boolean {
  const at = gate.line?.findIndex(isTheOne) ?? -1;
  if (gate.line === null || at === -1) {
    return false;
  }
  gate.line.splice(at, 1);
  if (gate.line.length === 0) {
    gate.line = null;
  }
  return true;
}
