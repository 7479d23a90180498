/** The middle language: types and guards, no logic. Every dialect is translated through it. */
export type * from './media.ts';
export type * from './parts.ts';
export type {
  CanonicalField,
  CanonicalRequest,
  CustomTool,
  FunctionTool,
  HostedTool,
  OutputFormat,
  ReasoningEffort,
  ReasoningWish,
  ToolChoice,
  ToolDefinition,
  ToolOrigin,
  Turn,
} from './request.ts';
export { REASONING_EFFORTS } from './request.ts';
export type * from './response.ts';
export type * from './stream-event.ts';
export type { Measured, PieceCount, PieceKind, Usage, UsageSource } from './usage.ts';
export {
  NO_USAGE,
  totalInputTokens,
  totalOutputTokens,
  USAGE_KINDS,
} from './usage.ts';
