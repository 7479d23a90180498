import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { insertRequest, NO_TOKENS } from '../testing/insert-request.ts';
import { createScene } from '../testing/scene.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('/api/v1/requests', () => {
  it('GET 200 with attempts, usage and charge', async () => {
    const { id, channelId } = await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'm');
    const answer = await world.call('GET', `/api/v1/requests/${id}`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      id,
      object: 'request',
      key_id: 'key_1',
      model: 'm',
      status: 200,
      route: 'pass-through',
      state: 'settled',
      stream: true,
      usage: { ...NO_TOKENS, input_tokens: 10, output_tokens: 5 },
      charge: { amount: '0.0000015', uncollected: '0', hold: '0.000009', price: { source: 'operator:m' } },
      created_at: '2026-02-01T10:00:00.000Z',
      attempts: [
        {
          channel: expect.stringMatching(/^channel /),
          channel_id: channelId,
          status: 'succeeded',
          upstream_status: 200,
          started_at: '2026-02-01T10:00:00.000Z',
          first_byte_ms: 11,
          total_ms: 33,
          upstream_cost: '0.000001',
        },
      ],
      computation: {
        lines: [
          { kind: 'input', size: null, count: 10, price: '0.05', per: 1_000_000 },
          { kind: 'output', size: null, count: 5, price: '0.2', per: 1_000_000 },
        ],
        cost: '0.0000015',
      },
    });
  });

  it('GET 200 in parts and by every filter', async () => {
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'one');
    await insertRequest(world, Date.parse('2026-02-02T10:00:00Z'), 'two');
    const names = async (query: string) => {
      const answer = await world.call('GET', `/api/v1/requests?${query}`);
      return [0, 1].map((at) => answer.field(`data.${at}.model`)).filter((name) => name !== undefined);
    };
    expect((await names('')).length).toBe(2);
    expect(await names('model=one')).toEqual(['one']);
    expect(await names('from=2026-02-02T00:00:00Z')).toEqual(['two']);
    expect(await names('to=2026-02-02T00:00:00Z')).toEqual(['one']);
    expect(await names('state=failed')).toEqual([]);
    expect(await names('key_id=key_2')).toEqual([]);
    const first = await world.call('GET', '/api/v1/requests?limit=1');
    const rest = await world.call('GET', `/api/v1/requests?limit=1&cursor=${first.field('next_cursor')}`);
    expect([first.field('has_more'), rest.field('has_more')]).toEqual([true, false]);
    expect([first.field('data.0.model'), rest.field('data.0.model')].sort()).toEqual(['one', 'two']);
  });

  it('GET 200 by status, error, channel, project and id', async () => {
    const { id, channelId } = await insertRequest(
      world,
      Date.parse('2026-02-01T10:00:00Z'),
      'one',
      undefined,
      {
        ...{ state: 'failed', status: 503, errorCode: 'upstream_failed', chargeNano: 0 },
      },
    );
    await insertRequest(world, Date.parse('2026-02-02T10:00:00Z'), 'two');
    const { projectId } = await world.organizations.ensureDefault();
    const names = async (query: string) => {
      const answer = await world.call('GET', `/api/v1/requests?${query}`);
      return JSON.parse(answer.text).data?.map(({ model }: { model: string }) => model);
    };
    for (const one of [
      'status=5xx',
      'status=503',
      'error_code=upstream_failed',
      `id=${id}`,
      'state=failed',
    ]) {
      expect(await names(one)).toEqual(['one']);
    }
    expect(await names('status=2xx')).toEqual(['two']);
    expect(await names(`project_id=${projectId}&operation=chat.completions`)).toEqual(['two', 'one']);
    expect(await names('operation=embeddings')).toEqual([]);
    expect(await names(`channel_id=${channelId}`)).toEqual(['one']);
  });

  it('GET export 200 as CSV and JSON lines, newest first', async () => {
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), '=cmd()');
    await insertRequest(world, Date.parse('2026-02-02T10:00:00Z'), 'two');
    const csv = await world.call('GET', '/api/v1/requests/export');
    const [head, second, first, end] = csv.text.split('\n');
    expect(head).toMatch(/^id,created_at,organization_id,.*,charge.amount,/);
    expect(second).toContain(',two,');
    expect(first).toContain(",'=cmd(),");
    expect([first?.includes(',0.0000015,'), end]).toEqual([true, '']);
    const lines = await world.call('GET', '/api/v1/requests/export?format=jsonl&model=two');
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).model),
    ).toEqual(['two']);
  });

  it('GET 200 for a member, without what shared channels cost', async () => {
    const scene = await createScene(world);
    const { id } = await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'm', scene);
    const answer = await world.call('GET', `/api/v1/requests/${id}`, undefined, scene.people.member.headers);
    expect(answer.field('attempts.0.upstream_cost')).toBeNull();
    expect(answer.field('computation.cost')).toBe('0.0000015');
  });

  it.each(['state=lost', 'from=yesterday', 'key_id=x', 'cursor=x', 'status=6xx', 'id=x'])(
    'GET 400 for %s',
    async (query) => {
      const answer = await world.call('GET', `/api/v1/requests?${query}`);
      expect([answer.status, answer.field('error.param')]).toEqual([400, query.split('=')[0]]);
    },
  );

  it('GET 404 for what is not there', async () => {
    expect((await world.call('GET', '/api/v1/requests/req_1')).status).toBe(404);
  });
});
