import { describe, expect, it } from 'vitest';
import { checkIamRules } from './check-iam-rules.ts';
import type { IamRule } from './iam-rule.ts';

describe('checkIamRules', () => {
  it.each<IamRule>([
    { type: 'allow_models', values: ['gpt-*', 'a-model-that-nobody-has'] },
    { type: 'deny_providers', values: ['a-provider-that-nobody-has'] },
    { type: 'allow_operations', values: ['chat.*'] },
    { type: 'allow_pricing', values: ['free', 'max_input:0.5', 'max_output:2'] },
    { type: 'deny_pricing', values: ['paid'] },
  ])('takes %j', (rule) => {
    expect(() => checkIamRules([rule])).not.toThrow();
  });

  it.each([
    ['an unknown type', { type: 'allow_everything', values: ['x'] }, 'iam_rules.1.type'],
    ['no values', { type: 'allow_models', values: [] }, 'iam_rules.1.values'],
    ['too many values', { type: 'allow_models', values: Array(501).fill('x') }, 'iam_rules.1.values'],
    ['an empty value', { type: 'allow_models', values: ['x', ''] }, 'iam_rules.1.values.1'],
    ['a value with a space', { type: 'allow_models', values: ['gpt 4'] }, 'iam_rules.1.values.0'],
    ['a long value', { type: 'deny_models', values: ['x'.repeat(201)] }, 'iam_rules.1.values.0'],
    ['an unknown price word', { type: 'allow_pricing', values: ['cheap'] }, 'iam_rules.1.values.0'],
    ['a bound that is no number', { type: 'allow_pricing', values: ['max_input:x'] }, 'iam_rules.1.values.0'],
    [
      'a negative bound',
      { type: 'allow_pricing', values: ['free', 'max_output:-1'] },
      'iam_rules.1.values.1',
    ],
    ['a bound that denies', { type: 'deny_pricing', values: ['max_input:1'] }, 'iam_rules.1.values.0'],
  ])('refuses %s, naming it', (_, rule, param) => {
    const rules = [{ type: 'allow_models', values: ['*'] }, rule] as IamRule[];
    expect(() => checkIamRules(rules)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });

  it('refuses more rules than anybody can read', () => {
    const rules: IamRule[] = Array.from({ length: 65 }, () => ({ type: 'allow_models', values: ['x'] }));
    expect(() => checkIamRules(rules)).toThrow(expect.objectContaining({ param: 'iam_rules' }));
  });
});
