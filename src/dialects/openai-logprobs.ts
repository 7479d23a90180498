import type { TokenLogprob } from '../canonical/index.ts';
import type { JsonObject } from './dialect.ts';
import { isJsonObject } from './field-checks.ts';

/** How likely tokens were (openai-node, `ResponseOutputText.Logprob`). `bytes` are those of the token. */
export function writeLogprobs(tokens: readonly TokenLogprob[]): readonly JsonObject[] {
  return tokens.map((entry) => ({ ...writeToken(entry), top_logprobs: entry.top.map(writeToken) }));
}

function writeToken({ token, logprob }: { readonly token: string; readonly logprob: number }): JsonObject {
  return { token, bytes: [...Buffer.from(token)], logprob };
}

/** The same read back; what is no list of tokens says nothing. */
export function readLogprobs(value: unknown): readonly TokenLogprob[] {
  return entriesOf(value).flatMap((entry) => {
    const token = readToken(entry);
    return token === null ? [] : [{ ...token, top: entriesOf(entry.top_logprobs).flatMap(orNothing) }];
  });
}

function entriesOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function readToken({ token, logprob }: JsonObject): Omit<TokenLogprob, 'top'> | null {
  return typeof token === 'string' && typeof logprob === 'number' ? { token, logprob } : null;
}

function orNothing(entry: JsonObject): readonly Omit<TokenLogprob, 'top'>[] {
  const token = readToken(entry);
  return token === null ? [] : [token];
}
