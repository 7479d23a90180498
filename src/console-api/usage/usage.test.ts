import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { insertRequest, NO_TOKENS } from '../testing/insert-request.ts';
import { createScene } from '../testing/scene.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('GET /api/v1/usage', () => {
  const span = 'from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z';

  it('200 with sums by what was asked for', async () => {
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'one');
    await insertRequest(world, Date.parse('2026-02-02T10:00:00Z'), 'one');
    const byDay = await world.call('GET', `/api/v1/usage?${span}&group_by=day,model`);
    expect(byDay.status).toBe(200);
    expect(byDay.field('data')).toMatchObject([
      { day: '2026-02-01', model: 'one', requests: 1, input_tokens: 10, charge: '0.0000015' },
      { day: '2026-02-02', model: 'one', requests: 1 },
    ]);
    const byKey = await world.call('GET', `/api/v1/usage?${span}&group_by=key`);
    expect(byKey.field('data')).toEqual([
      {
        ...{ key_id: 'key_1', requests: 2, errors: 0, duration_ms: 68, average_ms: 34, p95_ms: null },
        ...{ ...NO_TOKENS, input_tokens: 20, output_tokens: 10, cache_hit_rate: 0 },
        ...{ images: 0, seconds: 0, songs: 0, characters: 0, web_searches: 0, hosted_tools: 0 },
        ...{ charge: '0.000003', upstream_cost: '0.000002' },
      },
    ]);
  });

  it('200 with the total, the span before it, and where it was cut', async () => {
    await insertRequest(world, Date.parse('2026-01-20T10:00:00Z'), 'before');
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'one');
    await insertRequest(world, Date.parse('2026-02-02T10:20:00Z'), 'two');
    const answer = await world.call('GET', `/api/v1/usage?${span}&group_by=model&limit=1&compare=true`);
    expect(JSON.parse(answer.text)).toMatchObject({
      ...{ from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z', has_more: true },
      data: [{ model: 'one', requests: 1, p95_ms: 95 }],
      total: { requests: 2, charge: '0.000003' },
      previous: { requests: 1, charge: '0.0000015' },
    });
    const whole = await world.call('GET', `/api/v1/usage?${span}`);
    expect([whole.field('previous'), whole.field('has_more')]).toEqual([null, false]);
    const late = 'from=2026-02-02T10:30:00Z&to=2026-02-02T10:40:00Z';
    const hour = await world.call('GET', `/api/v1/usage?${late}&group_by=hour`);
    expect(hour.field('data')).toMatchObject([{ hour: '2026-02-02T10:00:00.000Z', requests: 1 }]);
  });

  it('200 with the same numbers whatever they are told apart by', async () => {
    const scenes = [await createScene(world), await createScene(world)];
    for (const [at, scene] of [...scenes, ...scenes].entries()) {
      const time = Date.parse('2026-02-01T10:00:00Z') + at * 13 * 3_600_000;
      await insertRequest(world, time, `m${at % 2}`, scene, {
        chargeNano: 1_000 + at,
        pieces: [{ kind: 'image', count: at, size: null }],
        ...(at === 3 ? { state: 'failed' as const, errorCode: 'upstream_failed' } : {}),
      });
    }
    const [first] = scenes;
    for (const narrowed of ['', `&organization_id=${first?.organizationId}`]) {
      const groupings = [
        'hour',
        'day',
        'model',
        'key',
        'project',
        'organization',
        'key,model',
        'hour,project',
      ];
      const totals = [];
      for (const by of narrowed === '' ? [...groupings, 'channel'] : groupings) {
        const answer = await world.call('GET', `/api/v1/usage?${span}&group_by=${by}${narrowed}`);
        const rows: Record<string, number & string>[] = JSON.parse(answer.text).data;
        const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0).toFixed(9);
        const numbers = ['requests', 'errors', 'images', 'input_tokens', 'charge', 'upstream_cost'];
        totals.push(numbers.map(sum).join(' '));
      }
      expect(new Set(totals).size).toBe(1);
    }
  });

  it('200 by channel for an operator, with what was tried on each', async () => {
    const { channelId } = await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'one');
    const answer = await world.call('GET', `/api/v1/usage?${span}&group_by=channel`);
    expect(answer.field('data')).toMatchObject([
      { channel_id: channelId, requests: 1, attempts: 1, failed_attempts: 0, charge: '0.0000015' },
    ]);
    const one = await world.call('GET', `/api/v1/usage?${span}&group_by=day&channel_id=${channelId}`);
    expect(one.field('total')).toMatchObject({ requests: 1 });
  });

  it('shows a member neither channels, costs, nor another organization', async () => {
    const scene = await createScene(world);
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'theirs', scene);
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'others');
    const { headers } = scene.people.member;
    const by = (grouping: string) =>
      world.call('GET', `/api/v1/usage?${span}&group_by=${grouping}`, undefined, headers);
    const models = await by('model');
    expect(models.field('data')).toMatchObject([{ model: 'theirs' }]);
    expect(models.text).not.toContain('upstream_cost');
    expect([(await by('channel')).status, (await by('organization')).field('total.requests')]).toEqual([
      400, 1,
    ]);
  });

  it.each([
    ['to=2026-03-01T00:00:00Z', 'from'],
    [`${span}&group_by=color`, 'group_by'],
    ['from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'to'],
    ['from=2020-03-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'to'],
  ])('400 for %s', async (query, param) => {
    const answer = await world.call('GET', `/api/v1/usage?${query}`);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });
});
