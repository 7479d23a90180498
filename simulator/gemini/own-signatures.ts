import { asList, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import { isSignedBy, sign } from '../signature.ts';

/** The text that Google documents for calls that another model made, in place of a signature. */
const BYPASS = 'skip_thought_signature_validator';

/** The signature of a function call. */
export function signCall(json: string): string {
  return sign('gemini call', json);
}

/** The signature of a thought. */
export function signThought(text: string): string {
  return sign('gemini thought', text);
}

/** Claude behind this protocol signs what it thought, and takes nothing in place of a signature. */
export function isClaude(model: string): boolean {
  return model.startsWith('claude');
}

/**
 * Only the first of several calls carries a signature, and only in the current turn it must stand there;
 * models before Gemini 3 do without. Throws `Refusal` 400 for a content of the model whose signatures the
 * simulator did not make.
 */
export function requireOwnSignatures(content: JsonObject, model: string, isCurrent: boolean): void {
  const parts = asList(content.parts).map((part) => asObject(part) ?? {});
  if (isClaude(model)) requireSignedThoughts(parts);
  let isFirst = true;
  for (const part of parts) {
    const call = asObject(part.functionCall);
    if (call === undefined) continue;
    const signature = signatureOf(part);
    const json = JSON.stringify(call.args ?? {});
    if (signature === undefined && isFirst && isCurrent && model.startsWith('gemini-3')) {
      throw new Refusal(400, 'Function call is missing a thought_signature in functionCall parts.');
    }
    const isBypassed = signature === BYPASS && !isClaude(model);
    if (signature !== undefined && !isBypassed && !isSignedBy('gemini call', json, signature)) {
      throw new Refusal(400, 'Corrupted thought signature.');
    }
    isFirst = false;
  }
}

/** A thought may come back in the pieces it was streamed in; the signature stands on the last of them. */
function requireSignedThoughts(parts: readonly JsonObject[]): void {
  let text = '';
  for (const [at, part] of parts.entries()) {
    if (part.thought !== true) continue;
    text += asText(part.text) ?? '';
    const signature = signatureOf(part);
    if (signature === undefined && parts[at + 1]?.thought === true) continue;
    if (!isSignedBy('gemini thought', text, signature)) {
      throw new Refusal(400, 'messages.content: Invalid `signature` in `thinking` block');
    }
    text = '';
  }
}

function signatureOf(part: JsonObject): unknown {
  return part.thoughtSignature ?? part.thought_signature;
}
