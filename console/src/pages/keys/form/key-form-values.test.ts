import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../../api/keys.ts';
import { emptyValues, newKeyOf, patchOf, valuesOf } from './key-form-values.ts';

const KEY: ApiKey = {
  id: 'key_1',
  object: 'api_key',
  name: 'production',
  preview: 'sk-tp-…x7Qd',
  type: 'general',
  organization_id: 'org_1',
  project_id: 'proj_1',
  group_id: 'grp_1',
  image_batch_group_id: null,
  status: 'active',
  expires_at: '2027-01-01T00:00:00.000Z',
  quota: '25',
  quota_used: '1.5',
  limits: { rpm: 60, tpm: null, concurrency: 10, queue_limit: 0 },
  spend_windows: { '5h': '5', '1d': null, '7d': null, '30d': null },
  models: ['gpt-*', 'claude-*'],
  ip_allow: ['10.0.0.0/8'],
  ip_deny: [],
  iam_rules: [{ type: 'deny_providers', values: ['azure', 'bedrock'] }],
  default_model: null,
  tags: { team: 'search', url: 'a=b' },
  created_by: null,
  leaked_at: null,
  last_used_at: null,
  created_at: '2026-01-01T00:00:00.000Z',
};

describe('the form of a key', () => {
  it('changes nothing of a key that was opened and saved', () => {
    expect(patchOf(valuesOf(KEY), valuesOf(KEY))).toEqual({});
    expect(patchOf(valuesOf({ ...KEY, type: 'image' }), valuesOf({ ...KEY, type: 'image' }))).toEqual({});
  });

  it('sends what was changed alone, and null for what was emptied', () => {
    const before = valuesOf(KEY);
    const after = {
      ...before,
      name: ' new ',
      isUnlimited: true,
      expires_at: '',
      window_1d: '9',
      isEnabled: false,
    };
    expect(patchOf(before, after)).toEqual({
      name: 'new',
      quota: null,
      expires_at: null,
      spend_windows: { '5h': '5', '1d': '9', '7d': null, '30d': null },
      status: 'inactive',
    });
  });

  it('reads lists by lines and commas, and tags with a sign of equality in their value', () => {
    const before = valuesOf(KEY);
    const after = { ...before, models: 'gpt-4o, o3\n\n claude-* ', tags: 'team=search\nurl=a=b\nplain' };
    expect(patchOf(before, after)).toEqual({
      models: ['gpt-4o', 'o3', 'claude-*'],
      tags: { team: 'search', url: 'a=b', plain: '' },
    });
  });

  it('binds a new key to exactly one group', () => {
    const values = {
      ...emptyValues({ projectId: 'proj_1', groupId: 'grp_1', imageGroupId: 'ibg_1' }),
      name: 'n',
    };
    expect(newKeyOf(values, 'org_1')).toMatchObject({
      group_id: 'grp_1',
      organization_id: 'org_1',
      quota: null,
    });
    const image = newKeyOf({ ...values, binding: 'image', value: ' my-own-key-0123456 ' }, undefined);
    expect(image).toMatchObject({ image_batch_group_id: 'ibg_1', value: 'my-own-key-0123456' });
    expect(image).not.toHaveProperty('group_id');
    expect(image).not.toHaveProperty('organization_id');
  });
});
