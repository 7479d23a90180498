import { startTestGateway, type TestGateway } from '../gateway.ts';

/** An upstream that all clients are sent to. */
export interface MatrixPlatform {
  readonly name: string;
  /** The model as clients name it. */
  readonly model: string;
  /** What its channel takes as it is; anything else is translated into the first. */
  readonly dialects: readonly string[];
}

/**
 * The platforms of the simulator. OpenAI's takes two dialects; a server that is compatible with it takes
 * one of them.
 */
export const MATRIX_PLATFORMS: readonly MatrixPlatform[] = [
  { name: 'openai', model: 'gpt-matrix', dialects: ['openai-responses', 'openai-chat'] },
  { name: 'compatible', model: 'compatible-matrix', dialects: ['openai-chat'] },
  { name: 'anthropic', model: 'claude-matrix', dialects: ['anthropic-messages'] },
  { name: 'gemini', model: 'gemini-matrix', dialects: ['gemini'] },
];

/** The platform of this name. */
export function platformNamed(name: string): MatrixPlatform {
  const found = MATRIX_PLATFORMS.find((platform) => platform.name === name);
  if (found === undefined) {
    throw new Error(`there is no platform ${name}`);
  }
  return found;
}

/** Nano-dollars for a token of each kind, the same for every model: every kind shows in the cost. */
export const MATRIX_PRICE_NANO = {
  input: 1_000,
  output: 4_000,
  cache_read: 500,
  cache_write_5m: 1_250,
  cache_write_1h: 2_000,
  reasoning: 3_000,
  audio_input: 8_000,
} as const;

/** Starts a gateway with one channel for each of them; translation is on. */
export function startMatrixGateway(): Promise<TestGateway> {
  return startTestGateway({ config: matrixConfig });
}

/** The upstream's names are those of models with all features: signatures are asked back, thinking is taken. */
function matrixConfig(simulatorUrl: string): string {
  const price = Object.entries(MATRIX_PRICE_NANO)
    .map(([kind, nano]) => `${kind}: "${nano / 1_000}"`)
    .join(', ');
  const channel = (name: string, provider: string, path: string, model: string, upstream: string) =>
    `  - { name: ${name}, provider: ${provider}, base_url: "${simulatorUrl}${path}", credentials: ["${name}-key"], models: [{ name: ${model}, upstream: ${upstream} }], groups: [default], allow_private: true }`;
  return `
groups:
  - { name: default, platforms: [openai, anthropic, gemini], multiplier: "1", translate: true }
models:
${MATRIX_PLATFORMS.map(({ model }) => `  - { name: ${model}, price: { ${price} } }`).join('\n')}
channels:
${channel('openai', 'openai', '/openai/v1', 'gpt-matrix', 'gpt-5')}
${channel('compatible', 'openai-compatible', '/openai/v1', 'compatible-matrix', 'some-model')}
${channel('anthropic', 'anthropic', '/anthropic', 'claude-matrix', 'claude-opus-4-1-20250805')}
${channel('gemini', 'gemini', '/gemini', 'gemini-matrix', 'gemini-3-flash')}
projects:
  - { name: Default, mode: credits, error_format: native, credit: "1000" }
keys:
  - { name: test, project: Default, group: default, value: "test-key-0123456789abcdef" }
`;
}
