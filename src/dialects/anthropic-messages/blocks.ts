/**
 * The blocks we write (anthropic-sdk-typescript, `ContentBlockParam`). A cache mark may be taken off again,
 * because a request has few.
 */
export interface Marked {
  cache_control?: { readonly type: 'ephemeral'; readonly ttl?: '5m' | '1h' };
}

/** A text of `system` or of a turn. */
export interface TextBlock extends Marked {
  readonly type: 'text';
  text: string;
}

/** A block with bytes or an address. */
export interface MediaBlock extends Marked {
  readonly type: 'image' | 'document';
  readonly source: Readonly<Record<string, string>>;
  readonly title?: string;
}

/** What a tool gave. */
export interface ToolResultBlock extends Marked {
  readonly type: 'tool_result';
  readonly tool_use_id: string;
  readonly content?: readonly (TextBlock | MediaBlock)[];
  readonly is_error?: true;
}

/** A call of a tool. */
export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Thinking with the signature that proves it, or thinking that is encrypted as a whole. */
export type ThinkingBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string };

/** What a turn holds. */
export type Block = TextBlock | MediaBlock | ToolResultBlock | ToolUseBlock | ThinkingBlock;

/** One turn. */
export interface Message {
  readonly role: 'user' | 'assistant';
  content: Block[];
}

/** A tool of the client. */
export interface ToolBlock extends Marked {
  readonly name: string;
  readonly description?: string;
  readonly input_schema: Readonly<Record<string, unknown>>;
  readonly strict?: true;
}
