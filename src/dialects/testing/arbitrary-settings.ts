import fc from 'fast-check';
import {
  type CanonicalRequest,
  type OutputFormat,
  REASONING_EFFORTS,
  type ReasoningWish,
  type ToolChoice,
  type ToolDefinition,
} from '../../canonical/index.ts';
import type { Features } from './arbitrary-features.ts';
import { arbitraryText, arbitraryToolName } from './arbitrary-parts.ts';

/** Everything of a request but its turns. */
export type Settings = Omit<CanonicalRequest, 'turns'>;
/** Arbitraries to take instead of the usual ones: `{ topK: fc.constant(null) }`. */
export type SettingArbitraries = { readonly [Name in keyof Settings]?: fc.Arbitrary<Settings[Name]> };

const arbitrarySchema = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 3 })
  .map((names) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    required: names,
    additionalProperties: false,
  }));

const arbitraryFormat: fc.Arbitrary<OutputFormat> = fc.oneof(
  fc.constant({ type: 'text' as const }),
  fc.constant({ type: 'json' as const }),
  fc.record({
    type: fc.constant('json-schema' as const),
    schema: arbitrarySchema,
    name: arbitraryToolName,
    description: fc.option(arbitraryText),
    isStrict: fc.option(fc.boolean()),
  }),
);

/** A wish of each kind that dialects know. */
const arbitraryReasoningWish: fc.Arbitrary<ReasoningWish> = fc.oneof(
  fc.constant({ mode: 'off' as const, effort: null, budgetTokens: null, isShown: null }),
  fc.record({
    mode: fc.constant('on' as const),
    effort: fc.constantFrom(...REASONING_EFFORTS.filter((effort) => effort !== 'none')),
    budgetTokens: fc.constant(null),
    isShown: fc.constant(null),
  }),
  fc.record({
    mode: fc.constant('on' as const),
    effort: fc.constant(null),
    budgetTokens: fc.integer({ min: 1_024, max: 60_000 }),
    isShown: fc.option(fc.boolean()),
  }),
  fc.record({
    mode: fc.constant('adaptive' as const),
    effort: fc.constant(null),
    budgetTokens: fc.constant(null),
    isShown: fc.option(fc.boolean()),
  }),
);

function arbitraryTools({ customTools }: Features): fc.Arbitrary<readonly ToolDefinition[]> {
  const plain = fc.record({
    type: fc.constant('function' as const),
    name: arbitraryToolName,
    description: fc.option(arbitraryText),
    inputSchema: fc.option(arbitrarySchema),
    isStrict: fc.option(fc.boolean()),
    cacheMark: fc.constant(null),
    at: fc.constant(''),
  });
  const custom = fc.record({
    type: fc.constant('custom' as const),
    name: arbitraryToolName,
    description: fc.option(arbitraryText),
    format: fc.option(fc.constant({ type: 'text' })),
    at: fc.constant(''),
  });
  const tool: fc.Arbitrary<ToolDefinition> = customTools ? fc.oneof(plain, custom) : plain;
  return fc.uniqueArray(tool, { maxLength: 3, selector: ({ name }) => name });
}

/** A choice among the tools there are; null where there are none. */
function arbitraryToolChoice(tools: readonly ToolDefinition[]): fc.Arbitrary<ToolChoice | null> {
  const names = tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
  if (names.length === 0) {
    return fc.constant(null);
  }
  return fc.option(
    fc.oneof(
      fc.record({ type: fc.constantFrom('auto' as const, 'none' as const, 'required' as const) }),
      fc.record({ type: fc.constant('tool' as const), name: fc.constantFrom(...names) }),
      fc.record({
        type: fc.constant('allowed' as const),
        names: fc.subarray(names, { minLength: 1 }),
        isRequired: fc.boolean(),
      }),
    ),
  );
}

/** All settings, each absent as often as not. Numbers are ones that JSON keeps. */
export function arbitrarySettings(features: Features, instead: SettingArbitraries): fc.Arbitrary<Settings> {
  const tenths = (min: number, max: number) =>
    fc.option(fc.integer({ min: min * 10, max: max * 10 }).map((value) => value / 10));
  const usual = {
    parallelTools: fc.option(fc.boolean()),
    outputFormat: fc.option(arbitraryFormat),
    reasoning: fc.option(arbitraryReasoningWish),
    maxOutputTokens: fc.option(fc.integer({ min: 1, max: 100_000 })),
    stopSequences: fc.array(arbitraryText, { maxLength: 4 }),
    choices: fc.constantFrom(
      null,
      ...Array.from({ length: features.maxChoices - 1 }, (_, index) => index + 2),
    ),
    temperature: tenths(0, 2),
    topP: tenths(0, 1),
    topK: fc.option(fc.integer({ min: 1, max: 100 })),
    frequencyPenalty: tenths(-2, 2),
    presencePenalty: tenths(-2, 2),
    seed: fc.option(fc.nat()),
    logprobs: features.logprobs ? fc.option(fc.nat({ max: 20 })) : fc.constant(null),
    logitBias: fc.constant(null),
    verbosity: fc.constantFrom(null, 'low' as const, 'medium' as const, 'high' as const),
    serviceTier: fc.constant(null),
    endUser: fc.option(fc.stringMatching(/^[a-z0-9]{1,12}$/)),
    promptCacheKey: fc.constant(null),
    metadata: fc.constant(null),
    isStreaming: fc.boolean(),
  };
  const others = fc.record({ ...usual, ...without(instead, ['tools', 'toolChoice']) });
  return (instead.tools ?? arbitraryTools(features)).chain((tools) =>
    fc
      .tuple(others, instead.toolChoice ?? arbitraryToolChoice(tools))
      .map(([settings, toolChoice]) => ({ ...settings, tools, toolChoice })),
  ) as fc.Arbitrary<Settings>;
}

function without(instead: SettingArbitraries, names: readonly string[]): SettingArbitraries {
  return Object.fromEntries(Object.entries(instead).filter(([name]) => !names.includes(name)));
}
