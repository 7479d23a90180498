import { openaiCompatible } from './openai-compatible.ts';
import type { Provider } from './provider.ts';

/** What tells one OpenAI-compatible provider from another. */
interface Preset {
  readonly name: string;
  /** As its documentation says. */
  readonly baseUrl: string;
  /** Its name in the price catalogue; null where an operator prices its models. */
  readonly catalogueId: string | null;
  /** Whether it asks for a credential; servers of one's own need none. */
  readonly needsCredential: boolean;
}

const hosted = (name: string, baseUrl: string, catalogueId: string | null): Preset => ({
  name,
  baseUrl,
  catalogueId,
  needsCredential: true,
});

const ownServer = (name: string, baseUrl: string): Preset => ({
  name,
  baseUrl,
  catalogueId: null,
  needsCredential: false,
});

/**
 * Providers and servers that speak OpenAI's Chat dialect at an address of their own. One line is all
 * that a new one takes. Addresses on this machine need a channel with `allow_private: true`.
 */
const PRESETS: readonly Preset[] = [
  hosted('deepseek', 'https://api.deepseek.com/v1', 'deepseek'),
  hosted('mistral', 'https://api.mistral.ai/v1', 'mistral'),
  hosted('groq', 'https://api.groq.com/openai/v1', 'groq'),
  hosted('xai', 'https://api.x.ai/v1', 'x-ai'),
  hosted('openrouter', 'https://openrouter.ai/api/v1', 'openrouter'),
  hosted('together', 'https://api.together.xyz/v1', 'together'),
  hosted('moonshot', 'https://api.moonshot.ai/v1', 'moonshotai'),
  hosted('zhipu', 'https://api.z.ai/api/paas/v4', 'zai'),
  hosted('qwen', 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1', null),
  hosted('ark', 'https://ark.cn-beijing.volces.com/api/v3', null),
  hosted('minimax', 'https://api.minimax.io/v1', 'minimax'),
  ownServer('ollama', 'http://127.0.0.1:11434/v1'),
  ownServer('vllm', 'http://127.0.0.1:8000/v1'),
  ownServer('lm-studio', 'http://127.0.0.1:1234/v1'),
];

/** The presets as providers. */
export const PRESET_PROVIDERS: readonly Provider[] = PRESETS.map(({ baseUrl, ...preset }) => ({
  ...openaiCompatible,
  ...preset,
  defaultBaseUrl: baseUrl,
}));
