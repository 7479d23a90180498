import { anthropic } from './anthropic.ts';
import { antigravity, antigravityGateway } from './antigravity.ts';
import { azure } from './azure.ts';
import { bedrock } from './bedrock.ts';
import { gemini } from './gemini.ts';
import { MEDIA_VENDORS } from './media-vendors.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { PRESET_PROVIDERS } from './presets.ts';
import type { Provider } from './provider.ts';
import { turnpike } from './turnpike.ts';
import { vertex, vertexAnthropic } from './vertex.ts';

export { secretTexts } from './json-credential.ts';
export type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaPlan,
  MediaProgress,
  MediaWork,
  Submitted,
} from './media/media-adapter.ts';
export { findMediaAdapter } from './media/media-adapters.ts';
export type { Proof, ServiceAccount, SigningKeys } from './proof.ts';
export type { Provider } from './provider.ts';

/** All kinds of upstream, in the order their first channels are made. */
export const PROVIDERS: readonly Provider[] = [
  openai,
  anthropic,
  gemini,
  antigravity,
  antigravityGateway,
  azure,
  vertex,
  vertexAnthropic,
  bedrock,
  openaiCompatible,
  turnpike,
  ...PRESET_PROVIDERS,
  ...MEDIA_VENDORS,
];

const BY_NAME: ReadonlyMap<string, Provider> = new Map(
  PROVIDERS.map((provider) => [provider.name, provider]),
);

/** The provider an operator names in a channel; undefined when there is none of that name. */
export function findProvider(name: string): Provider | undefined {
  return BY_NAME.get(name);
}
