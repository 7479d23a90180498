/** How refusals look natively on a path. */
export type NativeFormat = 'openai' | 'messages' | 'gemini';

/** One address that asks a model for something, and a body that it serves. */
export interface CallPath {
  readonly path: string;
  readonly format: NativeFormat;
  /** Whether the call costs money; counting tokens does not. */
  readonly isBilled: boolean;
  /** The path and body that ask for another model, the one of the test gateway unless said. */
  ask(model?: string): { readonly path: string; readonly body: Record<string, unknown> };
}

/** Every path and alias of the data plane that calls a model. */
export const CALL_PATHS: readonly CallPath[] = [
  ...['/v1/chat/completions', '/chat/completions'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { messages: [{ role: 'user', content: 'hello' }] }),
  ),
  ...['/v1/responses', '/responses', '/backend-api/codex/responses'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { input: 'hello' }),
  ),
  ...['/v1/embeddings', '/embeddings'].map((path) =>
    inBody(path, 'openai', 'embed-test', { input: 'hello' }),
  ),
  ...['/v1/completions', '/completions'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { prompt: 'hello' }),
  ),
  ...['/v1/images/generations', '/images/generations'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { prompt: 'hello' }),
  ),
  ...['/v1/images/edits', '/images/edits'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { prompt: 'hello', images: [{ file_id: 'file-1' }] }),
  ),
  ...['/v1/audio/speech', '/audio/speech'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { input: 'hello', voice: 'alloy' }),
  ),
  ...['/v1/moderations', '/moderations'].map((path) =>
    inBody(path, 'openai', 'gpt-test', { input: 'hello' }),
  ),
  ...['/v1/messages', '/messages'].map((path) => inBody(path, 'messages', 'claude-test', message())),
  ...['/v1/messages/count_tokens', '/messages/count_tokens'].map((path) =>
    inBody(path, 'messages', 'claude-test', { messages: message().messages }, false),
  ),
  ...['/v1beta', '/v1'].flatMap((prefix) => [
    inPath(prefix, 'generateContent', contents()),
    inPath(prefix, 'streamGenerateContent', contents()),
    inPath(prefix, 'countTokens', contents(), false),
    inPath(prefix, 'embedContent', { content: { parts: [{ text: 'hello' }] } }),
    inPath(prefix, 'batchEmbedContents', {
      requests: [{ model: 'models/gemini-test', content: { parts: [{ text: 'hello' }] } }],
    }),
  ]),
];

function message(): { max_tokens: number; messages: object[] } {
  return { max_tokens: 16, messages: [{ role: 'user', content: 'hello' }] };
}

function contents(): Record<string, unknown> {
  return { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };
}

function inBody(
  path: string,
  format: NativeFormat,
  known: string,
  rest: Record<string, unknown>,
  isBilled = true,
): CallPath {
  return { path, format, isBilled, ask: (model = known) => ({ path, body: { model, ...rest } }) };
}

function inPath(prefix: string, action: string, body: Record<string, unknown>, isBilled = true): CallPath {
  const pathOf = (model: string): string => `${prefix}/models/${encodeURIComponent(model)}:${action}`;
  return {
    path: pathOf('gemini-test'),
    format: 'gemini',
    isBilled,
    ask: (model = 'gemini-test') => ({ path: pathOf(model), body }),
  };
}
