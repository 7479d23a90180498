import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { createSecretBox, newLookupKey } from '../../core/secret-box.ts';
import { compactionItem, openSummaries } from './compaction-item.ts';

const LOOKUP_KEY = newLookupKey();
const box = createSecretBox(new Secret('the first master key of this deployment'), LOOKUP_KEY);
const rotated = createSecretBox(new Secret('the master key it was rotated to, later'), LOOKUP_KEY);
const SUMMARY = {
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text: expect.stringContaining('we spoke of trees') }],
};

describe('a compaction item that a client holds', () => {
  const item = compactionItem('we spoke of trees', 'k1', 'proj_1', box);

  it('says nothing to who reads it', () => {
    expect(JSON.stringify(item)).not.toContain('trees');
    expect(item).toMatchObject({ id: 'cmp_k1', type: 'compaction' });
  });

  it('opens for its project alone', () => {
    expect(openSummaries([item], 'proj_1', box)).toEqual([SUMMARY]);
    expect(openSummaries([item], 'proj_2', box)).toEqual([{ type: 'compaction', encrypted_content: '' }]);
  });

  it('opens after the master key was rotated', () => {
    expect(openSummaries([item], 'proj_1', rotated)).toEqual([SUMMARY]);
  });
});
