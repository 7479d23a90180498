import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/gateway.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code?: number };
}

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';

/** A collector on a real socket, as OTLP over HTTP says (opentelemetry.io/docs/specs/otlp). */
async function startCollector() {
  const bodies: { readonly path: string; readonly contentType: string; readonly bytes: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      bodies.push({ path, contentType: String(headers['content-type']), bytes: Buffer.concat(chunks) });
      response.writeHead(200, { 'content-type': String(headers['content-type']) }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function spansIn(bytes: Buffer): Span[] {
  const { resourceSpans } = JSON.parse(bytes.toString()) as {
    resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

function attributesOf({ attributes }: Span): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

async function ask(gateway: TestGateway, model: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'a secret of the prompt' }] }),
  });
  await response.text();
  return response;
}

let collector: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  collector = await startCollector();
  // The exporter reads its address by itself, as OpenTelemetry's libraries do.
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
});
afterAll(async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await collector.close();
});

/** Everything a collector has of the requests that `use` makes, once the gateway was stopped. */
async function traced(env: Record<string, string>, use: (gateway: TestGateway) => Promise<void>) {
  const before = collector.bodies.length;
  const gateway = await startTestGateway({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env } });
  try {
    await use(gateway);
  } finally {
    await gateway.close();
  }
  return collector.bodies.slice(before);
}

describe('traces', () => {
  it('tell a request and each of its attempts, as part of the trace of its client', async () => {
    const bodies = await traced({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, async (gateway) => {
      const traceparent = `00-${TRACE_ID}-${PARENT_ID}-01`;
      expect((await ask(gateway, 'gpt-test', { traceparent })).status).toBe(200);
    });
    expect(bodies[0]?.path).toBe('/v1/traces');
    const spans = bodies.flatMap(({ bytes }) => spansIn(bytes));
    const request = spans.find(({ kind }) => kind === 2) as Span;
    const attempt = spans.find(({ kind }) => kind === 3) as Span;
    expect(spans).toHaveLength(2);
    expect(request).toMatchObject({ name: 'chat gpt-test', traceId: TRACE_ID, parentSpanId: PARENT_ID });
    expect(attempt).toMatchObject({ name: 'attempt 1', traceId: TRACE_ID, parentSpanId: request.spanId });
    expect(attributesOf(request)).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-test',
      'gen_ai.usage.input_tokens': expect.any(Number),
      'http.response.status_code': 200,
      'turnpike.state': 'settled',
      'turnpike.route': 'pass-through',
      'turnpike.charge_usd': expect.stringMatching(/^0\.0/),
    });
    expect(attributesOf(attempt)).toMatchObject({ 'http.response.status_code': 200 });
    expect(BigInt(request.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(attempt.endTimeUnixNano));
  });

  it('say what failed, and hold neither keys nor words of the prompt', async () => {
    const bodies = await traced({}, async (gateway) => {
      gateway.simulator.addFaults([{ match: {}, effect: { status: 500 } }]);
      expect((await ask(gateway, 'gpt-test')).status).toBe(502);
      expect((await ask(gateway, 'no-such-model')).status).toBe(404);
    });
    const text = Buffer.concat(bodies.map(({ bytes }) => bytes)).toString('latin1');
    expect(bodies[0]?.contentType).toBe('application/x-protobuf');
    expect(text).toContain('upstream_failed');
    expect(text).toContain('model_not_found');
    expect(text).not.toMatch(new RegExp(`${TEST_KEY}|sim-openai-key|a secret of the prompt`));
  });

  it.each([
    [{ OTEL_SDK_DISABLED: 'true' }],
    [{ OTEL_TRACES_EXPORTER: 'none' }],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }],
  ])('are not sent with %j', async (env) => {
    const bodies = await traced(env as Record<string, string>, async (gateway) => {
      expect((await ask(gateway, 'gpt-test')).status).toBe(200);
    });
    expect(bodies).toEqual([]);
  });
});
