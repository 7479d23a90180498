import type { BodyEdit, CallFacts, JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { modelEdit } from '../model-edit.ts';
import { withoutForeignDetails } from './foreign-details.ts';

/**
 * The model's upstream name, and for streams the request for usage: without it OpenAI reports none. The
 * tap hides what the client did not ask for. Reasoning that another dialect made is left out.
 */
export function chatBodyEdits(
  body: JsonObject,
  upstreamModel: string,
  facts: CallFacts,
): readonly BodyEdit[] {
  const messages = withoutForeignDetails(body.messages);
  const edits = [
    ...modelEdit(body, upstreamModel),
    ...(messages === null ? [] : [{ key: 'messages', valueJson: JSON.stringify(messages) }]),
  ];
  if (!facts.isStreaming || facts.wantsStreamUsage) {
    return edits;
  }
  const asked = body.stream_options;
  const options = { ...(isJsonObject(asked) ? asked : {}), include_usage: true };
  return [...edits, { key: 'stream_options', valueJson: JSON.stringify(options) }];
}
