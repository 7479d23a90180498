import { describe, expect, it } from 'vitest';
import { createSheet } from '../testing/price-sheet.ts';
import { compileIam } from './compile-iam.ts';
import type { IamRule, IamRuleType } from './iam-rule.ts';

const CHEAP = createSheet('0.15', '0.60');
const DEAR = createSheet('3', '15');
const FREE = createSheet('0', '0', { isFree: true });
const PRICES = { cheap: CHEAP, dear: DEAR, free: FREE, unpriced: null };

/** What is asked for: an operation, a model, and an offer of a provider at a price. */
interface Asked {
  readonly operation?: string;
  readonly model?: string;
  readonly bare?: string;
  readonly provider?: string;
  readonly price?: keyof typeof PRICES;
}

type Row = readonly [name: string, rules: readonly string[], asked: Asked, isAllowed: boolean];

/** A rule in one line: `allow_models gpt-4 claude-*`. */
function ruleOf(line: string): IamRule {
  const [type, ...values] = line.split(' ');
  return { type: type as IamRuleType, values };
}

function isAllowed(rules: readonly IamRule[], asked: Asked): boolean {
  const { operation = 'chat.completions', model = 'gpt-4', bare = model } = asked;
  const iam = compileIam(rules);
  return (
    iam === null ||
    (iam.allowsOperation(operation) &&
      iam.allowsModel(model, bare) &&
      iam.allowsOffer(asked.provider ?? 'openai', PRICES[asked.price ?? 'cheap']))
  );
}

const MODELS: readonly Row[] = [
  ['no rules allow everything', [], {}, true],
  ['an allowed model', ['allow_models gpt-4'], {}, true],
  ['a model that is not among the allowed', ['allow_models gpt-4'], { model: 'gpt-5' }, false],
  ['one of several', ['allow_models gpt-4 gpt-5'], { model: 'gpt-5' }, true],
  ['a pattern', ['allow_models gpt-*'], { model: 'gpt-5-mini' }, true],
  ['a pattern that does not fit', ['allow_models claude-*'], {}, false],
  ['a pattern inside', ['allow_models gpt-*-mini'], { model: 'gpt-5-mini' }, true],
  ['a pattern inside that does not fit', ['allow_models gpt-*-mini'], { model: 'gpt-5-nano' }, false],
  ['every model', ['allow_models *'], { model: 'anything' }, true],
  ['no regular expressions', ['allow_models gpt.4'], {}, false],
  ['capitals count', ['allow_models GPT-4'], {}, false],
  ['two allow rules are a union, the first', ['allow_models gpt-4', 'allow_models gpt-5'], {}, true],
  [
    'two allow rules are a union, the second',
    ['allow_models gpt-4', 'allow_models gpt-5'],
    { model: 'gpt-5' },
    true,
  ],
  [
    'two allow rules are a union and no more',
    ['allow_models gpt-4', 'allow_models gpt-5'],
    { model: 'gpt-6' },
    false,
  ],
  ['a denied model', ['deny_models gpt-4'], {}, false],
  ['another than the denied', ['deny_models gpt-4'], { model: 'gpt-5' }, true],
  ['a denied pattern', ['deny_models *-preview'], { model: 'gpt-5-preview' }, false],
  ['each deny rule removes, the first', ['deny_models gpt-4', 'deny_models gpt-5'], {}, false],
  [
    'each deny rule removes, the second',
    ['deny_models gpt-4', 'deny_models gpt-5'],
    { model: 'gpt-5' },
    false,
  ],
  ['deny wins over allow', ['allow_models gpt-4', 'deny_models gpt-4'], {}, false],
  ['deny wins whatever the order', ['deny_models gpt-4', 'allow_models gpt-4'], {}, false],
  ['deny takes a part of allow', ['allow_models gpt-*', 'deny_models gpt-4'], { model: 'gpt-5' }, true],
  ['deny everything', ['deny_models *'], {}, false],
  ['the bare name is allowed', ['allow_models gpt-4'], { model: 'openai/gpt-4', bare: 'gpt-4' }, true],
  ['the bare name is denied', ['deny_models gpt-4'], { model: 'openai/gpt-4', bare: 'gpt-4' }, false],
  ['the whole name is allowed', ['allow_models openai/*'], { model: 'openai/gpt-4', bare: 'gpt-4' }, true],
  ['the whole name is denied', ['deny_models openai/*'], { model: 'openai/gpt-4', bare: 'gpt-4' }, false],
];

const PROVIDERS: readonly Row[] = [
  ['an allowed provider', ['allow_providers openai'], {}, true],
  ['another than the allowed', ['allow_providers openai'], { provider: 'azure' }, false],
  ['one of several', ['allow_providers openai azure'], { provider: 'azure' }, true],
  [
    'allow rules are a union',
    ['allow_providers openai', 'allow_providers azure'],
    { provider: 'azure' },
    true,
  ],
  ['a provider that does not exist', ['allow_providers nobody'], {}, false],
  ['a denied provider', ['deny_providers openai'], {}, false],
  ['another than the denied', ['deny_providers openai'], { provider: 'azure' }, true],
  ['deny wins over allow', ['allow_providers openai', 'deny_providers openai'], {}, false],
  ['a pattern', ['allow_providers openai*'], { provider: 'openai-compatible' }, true],
  ['no part of a name', ['allow_providers open'], {}, false],
];

const OPERATIONS: readonly Row[] = [
  ['an allowed operation', ['allow_operations chat.completions'], {}, true],
  ['another than the allowed', ['allow_operations chat.completions'], { operation: 'embeddings' }, false],
  ['allow rules are a union', ['allow_operations a', 'allow_operations chat.completions'], {}, true],
  ['every operation', ['allow_operations *'], { operation: 'messages' }, true],
  ['a family', ['allow_operations messages*'], { operation: 'messages.count_tokens' }, true],
  ['a denied operation', ['deny_operations embeddings'], { operation: 'embeddings' }, false],
  ['another than the denied', ['deny_operations embeddings'], {}, true],
  ['deny wins over allow', ['allow_operations *', 'deny_operations chat.*'], {}, false],
];

const PRICING: readonly Row[] = [
  ['free alone, a free one', ['allow_pricing free'], { price: 'free' }, true],
  ['free alone, a paid one', ['allow_pricing free'], { price: 'cheap' }, false],
  ['free alone, one that nobody priced', ['allow_pricing free'], { price: 'unpriced' }, false],
  ['paid alone, a paid one', ['allow_pricing paid'], { price: 'dear' }, true],
  ['paid alone, a free one', ['allow_pricing paid'], { price: 'free' }, false],
  ['both kinds', ['allow_pricing free paid'], { price: 'free' }, true],
  ['not free', ['deny_pricing free'], { price: 'free' }, false],
  ['not free, a paid one', ['deny_pricing free'], { price: 'dear' }, true],
  ['not paid', ['deny_pricing paid'], { price: 'cheap' }, false],
  ['not paid, one that nobody priced', ['deny_pricing paid'], { price: 'unpriced' }, false],
  ['a bound of the input, within', ['allow_pricing max_input:0.15'], { price: 'cheap' }, true],
  ['a bound of the input, above', ['allow_pricing max_input:0.149'], { price: 'cheap' }, false],
  ['a bound of the output, within', ['allow_pricing max_output:0.60'], { price: 'cheap' }, true],
  ['a bound of the output, above', ['allow_pricing max_output:10'], { price: 'dear' }, false],
  ['what is free is within every bound', ['allow_pricing max_input:0'], { price: 'free' }, true],
  ['what nobody priced is within none', ['allow_pricing max_input:999'], { price: 'unpriced' }, false],
  ['two bounds of a rule, both within', ['allow_pricing max_input:3 max_output:15'], { price: 'dear' }, true],
  ['two bounds of a rule, one above', ['allow_pricing max_input:3 max_output:14'], { price: 'dear' }, false],
  ['a kind and a bound', ['allow_pricing paid max_input:1'], { price: 'free' }, false],
  ['two rules are a union', ['allow_pricing free', 'allow_pricing max_input:1'], { price: 'cheap' }, true],
  [
    'two rules are a union and no more',
    ['allow_pricing free', 'allow_pricing max_input:1'],
    { price: 'dear' },
    false,
  ],
  ['the lower of two equal bounds', ['allow_pricing max_input:9 max_input:1'], { price: 'dear' }, false],
  ['deny wins over allow', ['allow_pricing max_input:1', 'deny_pricing paid'], { price: 'cheap' }, false],
];

const TOGETHER: readonly Row[] = [
  ['subjects intersect, both fit', ['allow_models gpt-*', 'allow_providers openai'], {}, true],
  [
    'subjects intersect, the provider does not fit',
    ['allow_models gpt-*', 'allow_providers openai'],
    { provider: 'azure' },
    false,
  ],
  [
    'subjects intersect, the model does not fit',
    ['allow_models claude-*', 'allow_providers openai'],
    {},
    false,
  ],
  [
    'four subjects, all fit',
    ['allow_models *', 'allow_providers openai', 'allow_operations chat.*', 'allow_pricing max_output:1'],
    {},
    true,
  ],
  [
    'four subjects, the operation does not fit',
    ['allow_models *', 'allow_providers openai', 'allow_operations chat.*', 'allow_pricing max_output:1'],
    { operation: 'responses' },
    false,
  ],
  ['deny of one subject, allow of another', ['allow_models gpt-4', 'deny_providers azure'], {}, true],
  [
    'deny of one subject removes in spite of another',
    ['allow_models gpt-4', 'deny_providers azure'],
    { provider: 'azure' },
    false,
  ],
  ['an allowed model says nothing of operations', ['allow_models gpt-4'], { operation: 'embeddings' }, true],
];

describe.each([
  ['models', MODELS],
  ['providers', PROVIDERS],
  ['operations', OPERATIONS],
  ['pricing', PRICING],
  ['together', TOGETHER],
])('rules about %s', (_, rows) => {
  it.each(rows)('%s', (_name, lines, asked, expected) => {
    expect(isAllowed(lines.map(ruleOf), asked)).toBe(expected);
  });
});

describe('compileIam', () => {
  it('is nothing without rules', () => {
    expect(compileIam([])).toBeNull();
  });

  it.each([
    ['allow_models *', false],
    ['deny_operations x', false],
    ['deny_providers x', true],
    ['allow_pricing free', true],
  ])('%s narrows offers: %s', (line, expected) => {
    expect(compileIam([ruleOf(line)])?.narrowsOffers).toBe(expected);
  });

  it('an allow rule without values, which nobody can store, allows nothing', () => {
    expect(isAllowed([{ type: 'allow_models', values: [] }], {})).toBe(false);
  });
});
