import type { AttemptTimeouts } from '../../../src/gateway/index.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../gateway.ts';

/** Short, so that an upstream that says nothing is given up within a test. */
const TIMEOUTS: AttemptTimeouts = { firstByteTimeoutMs: 400, idleTimeoutMs: 400, totalTimeoutMs: 20_000 };

/** The credentials of the channels that are asked first, by which tests make faults of theirs alone. */
export const FIRST_CREDENTIALS = {
  'gpt-test': 'first-openai-key',
  'claude-test': 'first-anthropic-key',
  'gemini-test': 'first-gemini-key',
} as const;

/** Two channels of each platform, one after the other; what a test adds to the group and to channels. */
export function startFailoverGateway(
  options: { group?: string; channels?: string } = {},
): Promise<TestGateway> {
  return startTestGateway({
    timeouts: TIMEOUTS,
    config: (simulatorUrl) => failoverConfig(simulatorUrl, options),
  });
}

function failoverConfig(
  simulatorUrl: string,
  { group = '', channels = '' }: { group?: string; channels?: string },
) {
  const platforms = [
    ['openai', '/openai/v1', 'gpt-test'],
    ['anthropic', '/anthropic', 'claude-test'],
    ['gemini', '/gemini', 'gemini-test'],
  ] as const;
  const pairs = platforms.flatMap(([platform, path, model]) =>
    ['first', 'second'].map(
      (place, priority) =>
        `  - { name: ${place}-${platform}, provider: ${platform}, base_url: "${simulatorUrl}${path}", credentials: ["${place}-${platform}-key"], models: [${model}], groups: [default], priority: ${priority}, allow_private: true }`,
    ),
  );
  return `
groups:
  - { name: default, platforms: [openai, anthropic, gemini], multiplier: "1", translate: true${group} }
models:
  - { name: gpt-test, price: { input: "1", output: "4", cache_read: "0.5", reasoning: "4" } }
  - { name: claude-test, price: { input: "3", output: "15", cache_read: "0.3", cache_write_5m: "3.75", cache_write_1h: "6" } }
  - { name: gemini-test, price: { input: "0.5", output: "2", cache_read: "0.1", reasoning: "2" } }
channels:
${pairs.join('\n')}
${channels.replaceAll('SIMULATOR', simulatorUrl)}
projects:
  - { name: Default, mode: credits, error_format: native, credit: "100" }
keys:
  - { name: test, project: Default, group: default, value: "${TEST_KEY}" }
`;
}
