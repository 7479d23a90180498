import { TEST_KEY } from './gateway-client.ts';

/** The prices of the models below, in nano-dollars a token or a piece; whole, so that sums need no rounding. */
export const MEDIA_PRICES = {
  'gpt-image-test': { input: 5_000, image_input: 10_000, image_output: 40_000 },
  'dall-e-test': { images: { '1024x1024': 40_000_000, '4K': 120_000_000 } },
  'tts-1-test': { characters: 15_000 },
  'speak-test': { input: 600, audio_output: 12_000 },
  'whisper-test': { seconds: 100_000 },
  'transcribe-test': { input: 2_000, audio_input: 6_000, output: 10_000 },
  'instruct-test': { input: 1_500, output: 2_000 },
  'rerank-test': { input: 50, request: 1_000_000 },
} as const;

/** A gateway over the simulator with a model of every kind that OpenAI serves at once, and more. */
export function mediaConfig(simulatorUrl: string): string {
  return `
groups:
  - { name: default, platforms: [openai, anthropic, gemini], multiplier: "1", translate: true }
  - { name: strict, platforms: [openai, gemini], multiplier: "1", translate: false }
  - { name: claude, platforms: [anthropic], multiplier: "1", translate: true }
models:
  - { name: gpt-image-test, price: { input: "5", image_input: "10", output: "10", image_output: "40" } }
  - { name: dall-e-test, price: { image: { "1024x1024": "0.04", "4K": "0.12" } } }
  - { name: tts-1-test, price: { character: "0.000015" } }
  - { name: speak-test, price: { input: "0.6", output: "12" } }
  - { name: whisper-test, price: { second: "0.0001" } }
  - { name: transcribe-test, price: { input: "2", output: "10", audio_input: "6" } }
  - { name: instruct-test, price: { input: "1.5", output: "2" } }
  - { name: rerank-test, price: { input: "0.05", request: "0.001" } }
  - { name: gemini-image-test, price: { input: "0.3", output: "2.5", image_output: "30", image: "0.001" } }
  - { name: claude-test, price: { input: "3", output: "15" } }
channels:
  - { name: sim-openai, provider: openai-compatible, base_url: "${simulatorUrl}/openai/v1", credentials: ["sim-openai-key"], models: [gpt-image-test, { name: dall-e-test, upstream: dall-e-3 }, tts-1-test, speak-test, whisper-test, transcribe-test, instruct-test, rerank-test, omni-moderation-latest], groups: [default, strict], allow_private: true }
  - { name: sim-gemini, provider: gemini, base_url: "${simulatorUrl}/gemini", credentials: ["sim-gemini-key"], models: [gemini-image-test], groups: [default, strict], allow_private: true }
  - { name: sim-anthropic, provider: anthropic, base_url: "${simulatorUrl}/anthropic", credentials: ["sim-anthropic-key"], models: [claude-test], groups: [default, claude], allow_private: true }
projects:
  - { name: Default, mode: credits, error_format: native, credit: "100" }
keys:
  - { name: test, project: Default, group: default, value: "${TEST_KEY}" }
  - { name: strict, project: Default, group: strict, value: "strict-key-0123456789abcdef" }
  - { name: claude, project: Default, group: claude, value: "claude-key-0123456789abcdef" }
`;
}
