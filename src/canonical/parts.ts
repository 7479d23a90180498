/**
 * Pieces of a conversation. `at` is where a piece stood in the caller's body (`messages[2].content[0]`),
 * so that a refusal can name it; it is empty in answers.
 */
interface Placed {
  readonly at: string;
}

/** Text. */
export interface TextPart extends Placed {
  readonly type: 'text';
  readonly text: string;
  readonly cacheMark: CacheMark | null;
  readonly citations: readonly Citation[];
  /** State some dialects hang on text; null elsewhere. */
  readonly signature: Signature | null;
}

/** Where the bytes of an image, a document or a sound are. */
export type MediaSource =
  | { readonly type: 'data'; readonly mediaType: string; readonly base64: string }
  | { readonly type: 'url'; readonly url: string; readonly mediaType: string | null }
  /** A file that was uploaded to the upstream of one dialect, and means nothing in another. */
  | { readonly type: 'file'; readonly dialect: string; readonly fileId: string };

/** A picture. */
export interface ImagePart extends Placed {
  readonly type: 'image';
  readonly source: MediaSource;
  /** How closely to look, as far as the dialect knows it: `low`, `high`, `auto`, `original`. */
  readonly detail: string | null;
  readonly cacheMark: CacheMark | null;
  /** State some dialects hang on generated pictures; null elsewhere. */
  readonly signature: Signature | null;
}

/** A document: a PDF by its source, or plain text. */
export interface DocumentPart extends Placed {
  readonly type: 'document';
  readonly source: MediaSource | { readonly type: 'text'; readonly text: string };
  readonly name: string | null;
  readonly cacheMark: CacheMark | null;
}

/** A sound. */
export interface AudioPart extends Placed {
  readonly type: 'audio';
  readonly source: MediaSource;
  /** What is said in it, where the dialect reports it. */
  readonly transcript: string | null;
}

/** The model's own thinking, with the state that proves it is unaltered. */
export interface ReasoningPart extends Placed {
  readonly type: 'reasoning';
  /** Empty where it is not shown. */
  readonly text: string;
  readonly signature: Signature | null;
  /** True where the thinking itself is in `signature`, encrypted, and `text` says nothing. */
  readonly isRedacted: boolean;
}

/**
 * Opaque state of a model, to be given back byte for byte to the dialect that made it and to no other.
 * What stands in `value` is that dialect's own affair.
 */
export interface Signature {
  readonly dialect: string;
  readonly value: string;
}

/** The model asks the client to run a tool. */
export interface ToolCallPart extends Placed {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** `function`: `input` is JSON text, `{}` when there is none. `custom`: `input` is free text. */
  readonly kind: 'function' | 'custom';
  readonly input: string;
  readonly signature: Signature | null;
}

/** What a tool gave. */
export interface ToolResultPart extends Placed {
  readonly type: 'tool-result';
  readonly callId: string;
  /** The tool's name, where the dialect says it; null where only the id does. */
  readonly name: string | null;
  readonly content: readonly (TextPart | ImagePart | DocumentPart)[];
  readonly isError: boolean;
  readonly cacheMark: CacheMark | null;
}

/** The model says no, in words. */
export interface RefusalPart extends Placed {
  readonly type: 'refusal';
  readonly text: string;
}

/** A piece that only the dialect it came from knows: the call and result of a tool it ran itself. */
export interface VendorPart extends Placed {
  readonly type: 'vendor';
  readonly dialect: string;
  /** What it is called there: `server_tool_use`, `executableCode`. */
  readonly name: string;
}

/** What a piece of the answer rests on. */
export interface Citation {
  readonly url: string | null;
  readonly title: string | null;
  readonly citedText: string | null;
  /** Where in the text of the part it holds, in UTF-16 units; null for the whole part. */
  readonly start: number | null;
  readonly end: number | null;
}

/** The prompt up to here shall be kept in the upstream's cache. */
export interface CacheMark {
  /** Null is the upstream's usual time. */
  readonly ttl: '5m' | '1h' | null;
}

/** What a user turn is made of; results of tools are among it. */
export type UserPart = TextPart | ImagePart | DocumentPart | AudioPart | ToolResultPart | VendorPart;

/** What an assistant turn is made of. */
export type AssistantPart =
  | TextPart
  | ImagePart
  | AudioPart
  | ReasoningPart
  | ToolCallPart
  | RefusalPart
  | VendorPart;
