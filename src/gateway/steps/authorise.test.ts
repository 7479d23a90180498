import { describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { type Call, chatCompletions } from '../../dialects/index.ts';
import type { IamRule, KeyAccess } from '../../keys/index.ts';
import { keyAccess } from '../../keys/testing/key-access.ts';
import type { Offer } from '../../routing/index.ts';
import { authorise, requireUnexpired, visibleOffers } from './authorise.ts';
import type { Resolved } from './resolve-model.ts';

const OFFERS = ['openai', 'azure'].map((name) => ({ channel: { provider: { name } }, price: null }));

/** As much of a call and of what it was resolved to as is judged. */
function judge(access: KeyAccess, model = 'gpt-4'): Resolved {
  const call = { operation: chatCompletions, facts: { model } } as unknown as Call;
  return authorise(access, call, { offers: OFFERS } as unknown as Resolved);
}

function providersLeft(access: KeyAccess): string[] {
  return judge(access).offers.map(({ channel }) => channel.provider.name);
}

function rules(...iamRules: IamRule[]) {
  return { iamRules };
}

describe('requireUnexpired', () => {
  it('refuses a key from the moment it expires', () => {
    const clock = { ...systemClock, nowMs: () => 1_000 };
    const expiring = (expiresAtMs: number) => keyAccess({ key: { expiresAtMs } });
    expect(() => requireUnexpired(expiring(1_000), clock)).toThrow(
      expect.objectContaining({ code: 'api_key_expired' }),
    );
    expect(() => requireUnexpired(expiring(1_001), clock)).not.toThrow();
  });
});

describe('authorise', () => {
  it('gives back what it got where no rule narrows', () => {
    const resolved = { offers: OFFERS } as unknown as Resolved;
    const call = { operation: chatCompletions, facts: { model: 'gpt-4' } } as unknown as Call;
    expect(authorise(keyAccess(), call, resolved)).toBe(resolved);
    const byModel = keyAccess({ key: rules({ type: 'allow_models', values: ['gpt-*'] }) });
    expect(authorise(byModel, call, resolved)).toBe(resolved);
  });

  it('names the model it refuses', () => {
    const access = keyAccess({ key: { models: ['gpt-*'] } });
    expect(() => judge(access, 'claude')).toThrow(
      expect.objectContaining({ code: 'model_not_allowed', param: 'model', model: 'claude' }),
    );
  });

  it('takes a model with its provider for the same model', () => {
    expect(() => judge(keyAccess({ key: { models: ['gpt-4'] } }), 'openai/gpt-4')).not.toThrow();
    const denied = keyAccess({ key: rules({ type: 'deny_models', values: ['gpt-4'] }) });
    expect(() => judge(denied, 'openai/gpt-4')).toThrow(expect.objectContaining({ code: 'iam_denied' }));
  });

  it('leaves the providers that project and key both allow', () => {
    const denyAzure = rules({ type: 'deny_providers', values: ['azure'] });
    const denyOpenai = rules({ type: 'deny_providers', values: ['openai'] });
    expect(providersLeft(keyAccess({ key: denyAzure }))).toEqual(['openai']);
    expect(providersLeft(keyAccess({ project: denyOpenai }))).toEqual(['azure']);
    expect(() => judge(keyAccess({ key: denyAzure, project: denyOpenai }))).toThrow(
      expect.objectContaining({ code: 'iam_denied', model: 'gpt-4' }),
    );
  });

  it('lets a key allow nothing that its project does not', () => {
    const project = rules({ type: 'allow_models', values: ['claude-*'] });
    const key = rules({ type: 'allow_models', values: ['*'] });
    expect(() => judge(keyAccess({ key, project }))).toThrow(expect.objectContaining({ code: 'iam_denied' }));
  });

  it('judges the operation', () => {
    const embeddingsAlone = keyAccess({ key: rules({ type: 'allow_operations', values: ['embeddings'] }) });
    expect(() => judge(embeddingsAlone)).toThrow(/operation chat\.completions/);
  });
});

describe('visibleOffers', () => {
  it('hides what a key may not use, and does not look at operations', () => {
    const offers = OFFERS as unknown as Offer[];
    const seen = (key: Parameters<typeof keyAccess>[0]) =>
      visibleOffers(keyAccess(key), 'gpt-4', offers).length;
    expect(seen({})).toBe(2);
    expect(seen({ key: { models: ['claude-*'] } })).toBe(0);
    expect(seen({ key: rules({ type: 'deny_models', values: ['gpt-4'] }) })).toBe(0);
    expect(seen({ key: rules({ type: 'allow_providers', values: ['azure'] }) })).toBe(1);
    expect(seen({ key: rules({ type: 'allow_operations', values: ['embeddings'] }) })).toBe(2);
  });
});
