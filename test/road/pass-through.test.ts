import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

describe('a request through the gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  it('200 chat', async () => {
    const response = await gateway.post('/v1/chat/completions', {
      model: 'gpt-test',
      messages: [{ role: 'user', content: 'hello there' }],
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ model: 'gpt-test', usage: { cost: 0.000195 } });
    expect(response.headers.get('x-turnpike-cost')).toBe('0.000195');
    expect(response.headers.get('x-turnpike-route')).toBe('pass-through');
    expect(await gateway.wallet()).toMatchObject({ remaining: '99.999805', held: '0', spent: '0.000195' });
  });
});
