import type { Platform } from './dialect.ts';

/** All platforms, in the order they are shown. */
export const PLATFORMS = [
  'openai',
  'anthropic',
  'gemini',
  'antigravity',
] as const satisfies readonly Platform[];
