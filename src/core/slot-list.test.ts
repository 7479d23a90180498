import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotList, type Slotted } from './slot-list.ts';

interface Named extends Slotted {
  readonly name: number;
}

function named(name: number): Named {
  return { name, slot: -1 };
}

describe('slot list', () => {
  it('holds what a set would hold, whatever joins and leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (names) => {
        const all = Array.from({ length: 21 }, (_, name) => named(name));
        const list = createSlotList<Named>();
        const model = new Set<number>();
        for (const member of names.map((name) => all[name] ?? named(name))) {
          if (model.delete(member.name)) {
            list.remove(member);
          } else {
            model.add(member.name);
            list.add(member);
          }
        }
        const found: number[] = [];
        list.visitAll(({ name }) => found.push(name));
        expect(found.sort()).toEqual([...model].sort());
      }),
    );
  });

  it('a member may leave while it is visited, and nobody is missed', () => {
    const list = createSlotList<Named>();
    const members = [1, 2, 3, 4, 5].map(named);
    for (const member of members) {
      list.add(member);
    }
    const visited: number[] = [];
    list.visitAll((member) => {
      visited.push(member.name);
      list.remove(member);
    });
    expect(visited.sort()).toEqual([1, 2, 3, 4, 5]);
    list.visitAll(() => expect.unreachable());
  });

  it('taking out what is not in changes nothing', () => {
    const list = createSlotList<Named>();
    const inside = named(1);
    list.add(inside);
    expect(list.remove(named(2))).toBe(false);
    expect(list.remove({ name: 3, slot: 0 })).toBe(false);
    expect(list.has(inside)).toBe(true);
    const found: number[] = [];
    list.visitAll(({ name }) => found.push(name));
    expect(found).toEqual([1]);
  });
});
