import { describe, expect, it } from 'vitest';
import { createTestClock } from '../limits/testing/claims.ts';
import { createAffinity } from './affinity.ts';
import { affinityKey, type SessionFacts } from './affinity-key.ts';

const BOUND = { organizationId: 'org_a', model: 'm', channelId: 'chan_a', credentialIndex: 0 };

describe('affinity', () => {
  it('F33: remembers within the hour and forgets after it', () => {
    const clock = createTestClock();
    const affinity = createAffinity({ clock });
    affinity.bind('key', BOUND);
    clock.advance(3_600_000);
    expect(affinity.find('key')).toMatchObject({ channelId: 'chan_a' });
    clock.advance(1);
    expect(affinity.find('key')).toBeNull();
  });

  it('is bounded, and the one not used longest goes first', () => {
    const affinity = createAffinity({ clock: createTestClock() }, 2);
    affinity.bind('one', BOUND);
    affinity.bind('two', BOUND);
    affinity.bind('one', BOUND);
    affinity.bind('three', BOUND);
    expect(['one', 'two', 'three'].map((key) => affinity.find(key) !== null)).toEqual([true, false, true]);
  });

  it('is shown and cleared by channel', () => {
    const affinity = createAffinity({ clock: createTestClock() });
    affinity.bind('one', BOUND);
    affinity.bind('two', { ...BOUND, channelId: 'chan_b' });
    expect(affinity.list(10, 'chan_b')).toHaveLength(1);
    expect(affinity.clear('chan_b')).toBe(1);
    expect(affinity.list(10, null)).toMatchObject([{ channelId: 'chan_a' }]);
    expect(affinity.clear(null)).toBe(1);
  });
});

describe('affinityKey', () => {
  const facts = (body: Record<string, unknown>, fields: Partial<SessionFacts> = {}): SessionFacts => ({
    organizationId: 'org_a',
    model: 'm',
    headers: {},
    body,
    ...fields,
  });
  const turn = (...texts: string[]) => ({
    messages: texts.map((content, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content })),
  });

  it('is the name a client gave its session, whatever it says in it', () => {
    const named = { prompt_cache_key: 'mine' };
    expect(affinityKey(facts({ ...named, input: 'one' }))).toBe(
      affinityKey(facts({ ...named, input: 'two' })),
    );
    const headers = { 'x-claude-code-session-id': 'mine' };
    expect(affinityKey(facts(turn('one'), { headers }))).toBe(affinityKey(facts(turn('two'), { headers })));
    const user = { metadata: { user_id: 'mine' } };
    expect(affinityKey(facts({ ...turn('one'), ...user }))).toBe(
      affinityKey(facts({ ...turn('two'), ...user })),
    );
  });

  it('else is the opening, which stays the same from turn to turn', () => {
    const first = affinityKey(facts(turn('hello')));
    expect(affinityKey(facts(turn('hello', 'hi', 'and now')))).toBe(first);
    expect(affinityKey(facts(turn('good day')))).not.toBe(first);
    expect(affinityKey(facts({ ...turn('hello'), system: 'be brief' }))).not.toBe(first);
  });

  it('different organizations with the same prompt never share one', () => {
    const one = affinityKey(facts(turn('hello')));
    expect(affinityKey(facts(turn('hello'), { organizationId: 'org_b' }))).not.toBe(one);
  });

  it('is none where nothing tells a session', () => {
    expect(affinityKey(facts({}))).toBeNull();
  });
});
