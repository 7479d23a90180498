import { describe, expect, it } from 'vitest';
import { familyOf, type ModelFamily } from './model-family.ts';

describe('families of models', () => {
  it.each<[string, Partial<ModelFamily>]>([
    ['claude-3-haiku-20240307', { thinking: 'none', takesBothSampling: true, takesSchemas: false }],
    ['claude-3-7-sonnet@20250219', { thinking: 'budget' }],
    ['claude-sonnet-4-20250514', { thinking: 'budget', takesSchemas: false, takesBothSampling: true }],
    ['claude-opus-4-1-20250805', { thinking: 'budget', takesSchemas: true, takesBothSampling: false }],
    ['claude-haiku-4-5-20251001', { thinking: 'budget', takesEffort: false, takesSampling: true }],
    ['claude-opus-4-5', { thinking: 'budget', takesEffort: true, takesXhigh: false }],
    ['us.anthropic.claude-opus-4-6-v1:0', { thinking: 'both', takesEffort: true, takesXhigh: false }],
    [
      'claude-4.7-opus',
      { thinking: 'adaptive', takesSampling: false, takesXhigh: true, canStopThinking: true },
    ],
    ['claude-sonnet-5', { thinking: 'adaptive', canStopThinking: true }],
    ['claude-opus-5-5', { thinking: 'adaptive', canStopThinking: false }],
    ['claude-haiku-5-5', { canStopThinking: true }],
    ['claude-mythos-preview', { thinking: 'adaptive', canStopThinking: false }],
    ['deepseek-chat', { thinking: 'budget', takesEffort: false, takesSampling: true, takesSchemas: false }],
  ])('%s', (model, family) => {
    expect(familyOf(model)).toMatchObject(family);
  });
});
