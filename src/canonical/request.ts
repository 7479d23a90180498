import type { AssistantPart, CacheMark, TextPart, UserPart } from './parts.ts';

/**
 * A request in the middle language: what a client of any dialect can mean by "generate". Absent settings
 * are null, never a default of ours, so that the upstream's own defaults hold.
 */
export interface CanonicalRequest {
  /** The conversation in its order, system turns where they stood. */
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice | null;
  /** Whether several tools may be called in one turn. */
  readonly parallelTools: boolean | null;
  readonly outputFormat: OutputFormat | null;
  readonly reasoning: ReasoningWish | null;
  readonly maxOutputTokens: number | null;
  readonly stopSequences: readonly string[];
  /** How many answers are wanted; null is one. */
  readonly choices: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly frequencyPenalty: number | null;
  readonly presencePenalty: number | null;
  readonly seed: number | null;
  /** How many alternatives to report for each token; zero reports the chosen token alone, null nothing. */
  readonly logprobs: number | null;
  readonly logitBias: Readonly<Record<string, number>> | null;
  readonly verbosity: 'low' | 'medium' | 'high' | null;
  /** As the caller wrote it: `auto`, `default`, `flex`, `priority`, `standard_only`, … */
  readonly serviceTier: string | null;
  /** Who the caller's own end user is, for abuse reports. */
  readonly endUser: string | null;
  /** What ties requests with the same prefix together. */
  readonly promptCacheKey: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly isStreaming: boolean;
}

/** The settings of a request that a codec may have to drop or refuse, by their names in the middle. */
export type CanonicalField = Exclude<keyof CanonicalRequest, 'turns' | 'isStreaming'>;

/** One turn of the conversation. Neighbours of one role are allowed; codecs join them where they must. */
export type Turn =
  | { readonly role: 'system'; readonly parts: readonly TextPart[] }
  | { readonly role: 'user'; readonly parts: readonly UserPart[] }
  | { readonly role: 'assistant'; readonly parts: readonly AssistantPart[] };

/** A tool the model may ask the client to run. */
export type ToolDefinition = FunctionTool | CustomTool | HostedTool;

/**
 * What a tool is in its client's own dialect, where that is more than its name: one of a group, or one
 * that is called by an item of its own. For the codec of that dialect alone, which names calls by it.
 */
export interface ToolOrigin {
  /** The dialect's own type of the tool: `function`, `custom`, `local_shell`. */
  readonly type: string;
  /** The group it belongs to; null where it stands for itself. */
  readonly namespace: string | null;
  /** Its name there, without the group's. */
  readonly name: string;
}

/** A tool whose input is JSON. */
export interface FunctionTool {
  readonly type: 'function';
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the input as it came; null for a tool without one. */
  readonly inputSchema: Readonly<Record<string, unknown>> | null;
  readonly isStrict: boolean | null;
  readonly cacheMark: CacheMark | null;
  /** Absent where the name says everything. */
  readonly origin?: ToolOrigin;
  readonly at: string;
}

/** A tool whose input is free text. */
export interface CustomTool {
  readonly type: 'custom';
  readonly name: string;
  readonly description: string | null;
  /** The grammar the input follows, as it came; null for any text. */
  readonly format: Readonly<Record<string, unknown>> | null;
  /** Absent where the name says everything. */
  readonly origin?: ToolOrigin;
  readonly at: string;
}

/**
 * A tool that the upstream runs itself; it means something in the dialect that named it alone. It is an
 * offer: the model may use it or not. So builders leave it out and name `tools` in `dropped`, and refuse
 * only where the choice of tools forces it (`withoutHostedTools` in `dialects/translation`).
 */
export interface HostedTool {
  readonly type: 'hosted';
  /** Its name in the dialect it came from: `web_search_20250305`, `googleSearch`. */
  readonly name: string;
  readonly at: string;
}

/** Whether and which tool must be called. */
export type ToolChoice =
  | { readonly type: 'auto' | 'none' | 'required' }
  | { readonly type: 'tool'; readonly name: string }
  /** One of these, if any or always. */
  | { readonly type: 'allowed'; readonly names: readonly string[]; readonly isRequired: boolean };

/** What form the text of the answer has. */
export type OutputFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | {
      readonly type: 'json-schema';
      readonly schema: Readonly<Record<string, unknown>>;
      readonly name: string | null;
      readonly description: string | null;
      readonly isStrict: boolean | null;
    };

/** How hard the model shall think, from nothing to everything. */
export const REASONING_EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** How the caller wants the model to think. */
export interface ReasoningWish {
  /** `adaptive` leaves it to the model how much. */
  readonly mode: 'off' | 'on' | 'adaptive';
  readonly effort: ReasoningEffort | null;
  readonly budgetTokens: number | null;
  /** Whether the thinking shall be shown; null leaves it to the upstream. */
  readonly isShown: boolean | null;
}
