import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { errorOf } from './error-of.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(apiKey = gateway.process().key): Anthropic {
  return new Anthropic({ baseURL: gateway.process().url, apiKey, authToken: null, fetch: gateway.fetch });
}

const hello = {
  model: 'claude-test',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'hello' }],
};

describe('errors of the Anthropic SDK', () => {
  it('401 for an unknown key, once', async () => {
    const error = await errorOf(
      client('sk-unknown-key-0123456789').messages.create(hello),
      Anthropic.APIError,
    );
    expect(error).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(error).toMatchObject({ status: 401, type: 'authentication_error' });
    expect(error.requestID).toMatch(/^req_/);
    expect(gateway.calls()).toBe(1);
  });

  it('400 when two different keys are sent', async () => {
    const { url, key } = gateway.process();
    const defaultHeaders = { 'x-api-key': 'another-key-0123456789' };
    const both = new Anthropic({ baseURL: url, apiKey: null, authToken: key, defaultHeaders });
    const error = await errorOf(both.messages.create(hello), Anthropic.APIError);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.error).toMatchObject({ error: { code: 'conflicting_credentials' } });
  });

  it('404 for an unknown model', async () => {
    const error = await errorOf(client().messages.create({ ...hello, model: 'nothing' }), Anthropic.APIError);
    expect(error).toBeInstanceOf(Anthropic.NotFoundError);
    expect(error.type).toBe('not_found_error');
  });

  it('400 of the upstream comes through in its own words', async () => {
    const thinking = { type: 'enabled' as const, budget_tokens: 10 };
    const error = await errorOf(client().messages.create({ ...hello, thinking }), Anthropic.APIError);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.message).toContain('thinking.enabled.budget_tokens');
    expect(gateway.bodies()).toHaveLength(1);
  });

  it('429 billing_error when the quota is used up, for a stream and a whole answer, not tried again', async () => {
    const poor = client(await gateway.keyWithQuota('0.000000001'));
    const whole = await errorOf(poor.messages.create(hello), Anthropic.APIError);
    const streamed = await errorOf(poor.messages.stream(hello).finalMessage(), Anthropic.APIError);
    for (const error of [whole, streamed]) {
      expect(error).toBeInstanceOf(Anthropic.RateLimitError);
      expect(error).toMatchObject({ status: 429, type: 'billing_error' });
      expect(error.headers?.get('x-should-retry')).toBe('false');
    }
    expect(gateway.calls()).toBe(2);
    expect(gateway.bodies()).toEqual([]);
  });

  it('an overloaded upstream is an overloaded error, which the SDK tries again', async () => {
    gateway.process().simulator.addFaults([{ match: { nth: 1 }, effect: { status: 529 } }]);
    expect((await client().messages.create(hello)).role).toBe('assistant');
    expect(gateway.calls()).toBe(2);
    gateway.process().simulator.addFaults([{ match: {}, effect: { status: 529 } }]);
    const error = await errorOf(client().messages.create(hello, { maxRetries: 0 }), Anthropic.APIError);
    expect(error).toMatchObject({ status: 529, type: 'overloaded_error' });
  });

  it('a credential the upstream rejects is not shown as the fault of the client', async () => {
    gateway.process().simulator.addFaults([{ match: {}, effect: { status: 401 } }]);
    const error = await errorOf(client().messages.create(hello, { maxRetries: 0 }), Anthropic.APIError);
    expect(error).toBeInstanceOf(Anthropic.InternalServerError);
    expect(error).toMatchObject({ status: 502, type: 'api_error' });
  });
});
