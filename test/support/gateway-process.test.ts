import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';

describe('a gateway in a process of its own', () => {
  let gateway: GatewayProcess;
  beforeAll(async () => {
    gateway = await startGatewayProcess();
  });
  afterAll(() => gateway.close());

  it('says on standard output where it is', () => {
    expect(gateway.stdout()).toContain(`Turnpike is ready on ${gateway.url}`);
  });

  it('keeps its address and its data over a kill and a restart', async () => {
    const { url, pid } = gateway;
    await gateway.post('/v1/chat/completions', {
      model: 'gpt-test',
      messages: [{ role: 'user', content: 'hello there' }],
    });
    const before = await gateway.wallet();
    expect(await gateway.kill('SIGKILL')).toBeNull();
    await expect(gateway.get('/healthz')).rejects.toThrow();
    await gateway.restart();
    expect(gateway.url).toBe(url);
    expect(gateway.pid).not.toBe(pid);
    expect(await gateway.wallet()).toEqual(before);
  });

  it('ends with code 0 when it is told to stop', async () => {
    expect(await gateway.kill('SIGTERM')).toBe(0);
  });

  it('says why when it cannot start', async () => {
    const config = () => 'groups: [{ nme: x }]';
    await expect(startGatewayProcess({ config })).rejects.toThrow('nme');
  });
});
