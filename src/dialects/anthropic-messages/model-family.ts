/**
 * What differs between the models behind this dialect, told by their names (platform.claude.com/docs,
 * "Adaptive thinking", "Effort", "Structured outputs", and the models overview; as of 2026-10). Nothing in
 * the API says it beforehand, and each mistake is a refused request. A Claude whose name says no version
 * counts as the newest, a model that is no Claude as one that takes what was there from the beginning.
 */
export interface ModelFamily {
  /** How thinking is asked for: by a budget, by leaving it to the model, or not at all. */
  readonly thinking: 'none' | 'budget' | 'both' | 'adaptive';
  /** Whether `thinking: {"type":"disabled"}` is taken. */
  readonly canStopThinking: boolean;
  readonly takesEffort: boolean;
  /** Whether the efforts above `high` include `xhigh`. */
  readonly takesXhigh: boolean;
  /** Whether `temperature`, `top_p` and `top_k` are taken. */
  readonly takesSampling: boolean;
  /** Whether `temperature` and `top_p` may stand together. */
  readonly takesBothSampling: boolean;
  /** Whether `output_config.format` and strict tools are taken. */
  readonly takesSchemas: boolean;
}

const NO_CLAUDE: ModelFamily = {
  thinking: 'budget',
  canStopThinking: true,
  takesEffort: false,
  takesXhigh: false,
  takesSampling: true,
  takesBothSampling: true,
  takesSchemas: false,
};

const NEWEST = 99;

/** The family of an upstream's model. */
export function familyOf(model: string): ModelFamily {
  if (!model.includes('claude')) {
    return NO_CLAUDE;
  }
  const version = versionOf(model);
  return {
    thinking: version < 3.7 ? 'none' : version < 4.6 ? 'budget' : version < 4.7 ? 'both' : 'adaptive',
    canStopThinking: !/fable|mythos/.test(model) && (version < 5.5 || /haiku/.test(model)),
    takesEffort: version >= 4.6 || (version === 4.5 && model.includes('opus')),
    takesXhigh: version >= 4.7,
    takesSampling: version < 4.7,
    takesBothSampling: version < 4.1,
    takesSchemas: version >= 4.5 || version === 4.1,
  };
}

/**
 * `4.5` of `claude-opus-4-5-20251101`, `3.7` of `claude-3-7-sonnet@20250219`, `4` of `claude-sonnet-4-0`.
 * Eight digits are a date.
 */
function versionOf(model: string): number {
  const name = model.slice(model.indexOf('claude'));
  const match = /-v?(\d{1,2})(?:[-.](\d))?(?!\d)/.exec(name);
  return match === null ? NEWEST : Number(`${match[1]}.${match[2] ?? 0}`);
}
