import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigFileError } from '../../config/index.ts';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('/api/v1/apply and /api/v1/export', () => {
  const yaml = { 'content-type': 'application/yaml' };

  it('POST 200 gives the text on and says what changed; only that is audited', async () => {
    world.applied.changes = [
      { change: 'created', kind: 'group', name: 'g', fields: [] },
      { change: 'unchanged', kind: 'key', name: 'k', fields: [] },
    ];
    const answer = await world.call('POST', '/api/v1/apply', 'groups: [ { name: g } ]', yaml);
    expect([answer.status, answer.field('data')]).toEqual([200, world.applied.changes]);
    expect(world.applied.text).toBe('groups: [ { name: g } ]');
    const audit = await world.call('GET', '/api/v1/audit');
    expect(audit.field('data.0')).toMatchObject({
      action: 'configuration.apply',
      details: { changes: [{ change: 'created', kind: 'group', name: 'g', fields: [] }] },
    });
  });

  it('POST 200 for JSON', async () => {
    expect((await world.call('POST', '/api/v1/apply', { groups: [] })).status).toBe(200);
  });

  it('POST 400 with every problem of the file', async () => {
    world.applied.fail = new ConfigFileError(['groups[0].name: is missing', 'keys: is wrong']);
    const answer = await world.call('POST', '/api/v1/apply', 'groups: [ {} ]', yaml);
    expect([answer.status, answer.field('error.code')]).toEqual([400, 'invalid_request']);
    expect(answer.field('error.message')).toContain('groups[0].name: is missing');
    expect(answer.field('error.message')).toContain('keys: is wrong');
  });

  it('POST 415 for another media type', async () => {
    const answer = await world.call('POST', '/api/v1/apply', 'x', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  it('GET 200 as YAML', async () => {
    const answer = await world.call('GET', '/api/v1/export');
    expect([answer.status, answer.text]).toEqual([200, 'groups: []\n']);
    expect(answer.headers.get('content-type')).toBe('application/yaml');
  });
});
