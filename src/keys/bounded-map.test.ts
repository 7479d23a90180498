import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoundedMap } from './bounded-map.ts';

describe('createBoundedMap', () => {
  it('drops what was used longest ago, not what was set first', () => {
    const map = createBoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    expect(map.set('c', 3)).toMatchObject({ name: 'b', value: 2 });
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  it('replaces without dropping', () => {
    const map = createBoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.set('a', 3)).toBeUndefined();
    expect([map.get('a'), map.get('b')]).toEqual([3, 2]);
  });

  it('does whatever a list in the order of use would do', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.tuple(fc.constantFrom('get', 'set', 'delete', 'clear'), name, fc.nat(9));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const map = createBoundedMap<number>(3);
        let used: (readonly [string, number])[] = [];
        for (const [what, key, value] of steps) {
          const known = used.find(([other]) => other === key);
          const others = used.filter((entry) => entry !== known);
          if (what === 'get') {
            expect(map.get(key)).toBe(known?.[1]);
            used = known === undefined ? used : [...others, known];
          } else if (what === 'set') {
            const all = [...others, [key, value] as const];
            const dropped = map.set(key, value);
            expect([dropped?.name, dropped?.value]).toEqual(all.length > 3 ? all[0] : [undefined, undefined]);
            used = all.slice(-3);
          } else if (what === 'delete') {
            map.delete(key);
            used = others;
          } else {
            map.clear();
            used = [];
          }
          expect(map.size).toBe(used.length);
        }
      }),
    );
  });
});
