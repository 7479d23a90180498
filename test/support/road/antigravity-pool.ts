import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { TEST_KEY } from '../gateway.ts';

/** A key whose group has no channel of the platform. */
export const OTHER_KEY = 'test-key-without-antigravity';
/** A key whose group has that platform alone and translates nothing. */
export const STRICT_KEY = 'test-key-that-translates-not';

/** The simulator as a forced pool beside other platforms that serve one of its models first. */
export const antigravityConfig = (simulator: string): string => `
groups:
  - { name: all, platforms: [openai, anthropic, gemini, antigravity], translate: true }
  - { name: strict, platforms: [antigravity], translate: false }
  - { name: plain, platforms: [openai, anthropic, gemini], translate: true }
models:
  - { name: gemini-3-flash, price: { input: "1", output: "4", cache_read: "0.5", reasoning: "4" } }
  - { name: claude-test, price: { input: "1", output: "4", cache_read: "0.5", reasoning: "4" } }
  - { name: gpt-test, price: { input: "1", output: "4" } }
channels:
  - { name: pool, provider: antigravity, base_url: "${simulator}/antigravity", credentials: ['{"access_token":"ya29.pool","project":"p-1"}'], models: [gemini-3-flash, claude-test], groups: [all, strict], priority: 5, allow_private: true }
  - { name: google, provider: gemini, base_url: "${simulator}/gemini", credentials: ["g-key"], models: [gemini-3-flash], groups: [all, plain], allow_private: true }
  - { name: openai, provider: openai, base_url: "${simulator}/openai/v1", credentials: ["o-key"], models: [gpt-test], groups: [all, plain], allow_private: true }
projects:
  - { name: Default, mode: credits, credit: "100" }
keys:
  - { name: test, project: Default, group: all, value: "${TEST_KEY}" }
  - { name: strict, project: Default, group: strict, value: "${STRICT_KEY}" }
  - { name: other, project: Default, group: plain, value: "${OTHER_KEY}" }
`;

/** Google's client, pointed at the forced pool. */
export function genaiClient(url: string): GoogleGenAI {
  const httpOptions = { baseUrl: `${url}/antigravity` };
  return new GoogleGenAI({ apiKey: TEST_KEY, apiVersion: 'v1beta', httpOptions });
}

/** Anthropic's client, pointed at the forced pool. */
export function anthropicClient(url: string, apiKey = TEST_KEY): Anthropic {
  return new Anthropic({ apiKey, authToken: null, baseURL: `${url}/antigravity`, maxRetries: 0 });
}
