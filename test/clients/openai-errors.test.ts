import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { errorOf } from './error-of.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(apiKey = gateway.process().key): OpenAI {
  return new OpenAI({ baseURL: `${gateway.process().url}/v1`, apiKey, fetch: gateway.fetch });
}

const hello = { model: 'gpt-test', messages: [{ role: 'user' as const, content: 'hello' }] };

describe('errors of the OpenAI SDK', () => {
  it('401 for an unknown key, once', async () => {
    const error = await errorOf(
      client('sk-unknown-key-0123456789').chat.completions.create(hello),
      OpenAI.APIError,
    );
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: 'invalid_api_key', type: 'authentication_error' });
    expect(error.requestID).toMatch(/^req_/);
    expect(gateway.calls()).toBe(1);
  });

  it('404 for an unknown model', async () => {
    const error = await errorOf(
      client().chat.completions.create({ ...hello, model: 'nothing' }),
      OpenAI.APIError,
    );
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error).toMatchObject({ code: 'model_not_found', requestID: expect.stringMatching(/^req_/) });
  });

  it('404 for a path that nobody serves', async () => {
    const error = await errorOf(client().vectorStores.list(), OpenAI.APIError);
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error.code).toBe('not_found');
  });

  it('400 of the gateway names the field', async () => {
    const error = await errorOf(
      client().chat.completions.create({ ...hello, messages: [], model: '' }),
      OpenAI.APIError,
    );
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ param: 'model', type: 'invalid_request_error' });
    expect(gateway.bodies()).toEqual([]);
  });

  it('400 of the upstream comes through with its own field and text', async () => {
    const messages = JSON.parse('[{"role":"robot","content":"hello"}]');
    const error = await errorOf(client().chat.completions.create({ ...hello, messages }), OpenAI.APIError);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error.param).toBe('messages[0].role');
    expect(gateway.bodies()).toHaveLength(1);
  });

  it('402 when the quota is used up, for a stream and a whole answer, and is not tried again', async () => {
    const poor = client(await gateway.keyWithQuota('0.000000001'));
    for (const stream of [false, true]) {
      const error = await errorOf(poor.chat.completions.create({ ...hello, stream }), OpenAI.APIError);
      expect(error).toMatchObject({ status: 402, code: 'key_quota_exceeded', type: 'insufficient_quota' });
    }
    expect(gateway.calls()).toBe(2);
    expect(gateway.bodies()).toEqual([]);
  });

  it('429 of the upstream with its retry-after is tried again by the SDK, and then served', async () => {
    gateway.process().simulator.addFaults([{ match: { nth: 1 }, effect: { retry_after: 1 } }]);
    const answer = await client().chat.completions.create(hello);
    expect(answer.choices).toHaveLength(1);
    expect(gateway.calls()).toBe(2);
  });

  it('429 of the upstream is a rate limit when nothing is tried again', async () => {
    gateway.process().simulator.addFaults([{ match: {}, effect: { retry_after: 7 } }]);
    const error = await errorOf(client().chat.completions.create(hello, { maxRetries: 0 }), OpenAI.APIError);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error.headers?.get('retry-after')).toBe('7');
  });

  it('5xx of the upstream is an internal server error that does not name it', async () => {
    gateway.process().simulator.addFaults([{ match: {}, effect: { status: 500 } }]);
    const error = await errorOf(client().chat.completions.create(hello, { maxRetries: 0 }), OpenAI.APIError);
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error).toMatchObject({ status: 502, code: 'upstream_failed' });
  });

  it('an error inside a stream is thrown out of the loop', async () => {
    gateway.process().simulator.addFaults([{ match: {}, effect: { error_after: 4 } }]);
    const stream = await client().chat.completions.create({ ...hello, stream: true });
    let text = '';
    const reading = (async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    })();
    await errorOf(reading, OpenAI.APIError);
    expect(text).not.toBe('');
    await gateway.expectInterrupted(text);
  });
});
