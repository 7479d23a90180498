import { describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { authorise, mayUseModel, requireUnexpired } from './authorise.ts';

const KEY: KeyAccess['key'] = {
  id: 'key_1',
  organizationId: 'org_1',
  projectId: 'proj_1',
  name: 'test',
  type: 'general',
  groupId: 'grp_1',
  imageBatchGroupId: null,
  status: 'active',
  preview: 'sk-tp-…0000',
  expiresAtMs: null,
  quotaNano: null,
  quotaUsedNano: 0,
  models: [],
  tags: {},
  lastUsedAtMs: null,
  createdAtMs: 0,
};

describe('mayUseModel', () => {
  it.each([
    [[], 'anything', true],
    [['gpt-4o'], 'gpt-4o', true],
    [['gpt-4o'], 'gpt-4o-mini', false],
    [['gpt-*'], 'gpt-4o-mini', true],
    [['*'], 'x', true],
    [['*-mini'], 'gpt-4o-mini', true],
    [['*-mini'], 'gpt-4o-mini-2', false],
    [['a*b*c'], 'a-b-b-c', true],
    [['a*b*c'], 'acb', false],
    [['ab*ba'], 'aba', false],
    [['claude-*', 'gpt-*'], 'gemini-3', false],
    [['gpt.4'], 'gpt-4', false],
  ])('%j and %s: %s', (models, model, allowed) => {
    expect(mayUseModel({ ...KEY, models }, model)).toBe(allowed);
  });
});

describe('authorise', () => {
  it('refuses a key from the moment it expires', () => {
    const clock = { ...systemClock, nowMs: () => 1_000 };
    const expiring = (expiresAtMs: number): KeyAccess => ({
      key: { ...KEY, expiresAtMs },
      errorFormat: 'native',
    });
    expect(() => requireUnexpired(expiring(1_000), clock)).toThrow(
      expect.objectContaining({ code: 'api_key_expired' }),
    );
    expect(() => requireUnexpired(expiring(1_001), clock)).not.toThrow();
  });

  it('names the model it refuses', () => {
    const access: KeyAccess = { key: { ...KEY, models: ['gpt-*'] }, errorFormat: 'native' };
    expect(() => authorise(access, 'claude')).toThrow(
      expect.objectContaining({ code: 'model_not_allowed', model: 'claude' }),
    );
  });
});
