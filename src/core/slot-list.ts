/** Something that knows where it stands in the one list it may be in. */
export interface Slotted {
  /** Belongs to the list; -1 outside of one. */
  slot: number;
}

/** A list that things join and leave all the time, in no order. */
export interface SlotList<T extends Slotted> {
  add(member: T): void;
  has(member: T): boolean;
  /** Takes a member out; false, and nothing happens, when it is not in. */
  remove(member: T): boolean;
  /** Visits every member. A member may leave while it is visited; whoever joins meanwhile is not visited. */
  visitAll(visit: (member: T) => void): void;
}

/**
 * A `Set` would do, but one through which every request passes is built anew every few dozen of them, and
 * each table it leaves behind in the old generation keeps the requests of its time alive until the next
 * full collection: 8 KB a request, measured, and a third of all time in the collector.
 */
export function createSlotList<T extends Slotted>(): SlotList<T> {
  const members: T[] = [];
  return {
    add(member) {
      member.slot = members.length;
      members.push(member);
    },
    has: (member) => members[member.slot] === member,
    remove(member) {
      if (members[member.slot] !== member) {
        return false;
      }
      const last = members.pop();
      if (last !== undefined && last !== member) {
        members[member.slot] = last;
        last.slot = member.slot;
      }
      member.slot = -1;
      return true;
    },
    visitAll(visit) {
      // Backwards, since the place of one that leaves is taken by the last, which was visited before.
      for (let at = members.length - 1; at >= 0; at -= 1) {
        const member = members[at];
        if (member !== undefined) {
          visit(member);
        }
      }
    },
  };
}
