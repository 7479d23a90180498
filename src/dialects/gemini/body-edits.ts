import type { BodyEdit, JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { withoutForeignSignatures } from './foreign-signatures.ts';

/**
 * The model stands in the path; where a body names it too, it must be the same one, or the upstream refuses
 * it or runs what is not billed. Only the members that name another model are printed again, and contents
 * that hold signatures of another dialect.
 */
export function geminiBodyEdits(body: JsonObject, upstreamModel: string): readonly BodyEdit[] {
  const edits: BodyEdit[] = [];
  if (namesOther(body, upstreamModel)) {
    edits.push({ key: 'model', valueJson: JSON.stringify(renamed(body, upstreamModel).model) });
  }
  const counted = body.generateContentRequest;
  if (isJsonObject(counted) && namesOther(counted, upstreamModel)) {
    edits.push({ key: 'generateContentRequest', valueJson: JSON.stringify(renamed(counted, upstreamModel)) });
  }
  const requests = body.requests;
  if (Array.isArray(requests) && requests.some((request) => namesOther(request, upstreamModel))) {
    const all = requests.map((request: unknown) =>
      namesOther(request, upstreamModel) ? renamed(request, upstreamModel) : request,
    );
    edits.push({ key: 'requests', valueJson: JSON.stringify(all) });
  }
  const contents = withoutForeignSignatures(body.contents);
  if (contents !== null) {
    edits.push({ key: 'contents', valueJson: JSON.stringify(contents) });
  }
  return edits;
}

function namesOther(holder: unknown, upstreamModel: string): holder is JsonObject {
  const named = isJsonObject(holder) ? (holder.model ?? null) : null;
  return named !== null && named !== upstreamModel && named !== `models/${upstreamModel}`;
}

function renamed(holder: JsonObject, upstreamModel: string): JsonObject & { readonly model: string } {
  const hasCollection = String(holder.model).startsWith('models/');
  return { ...holder, model: hasCollection ? `models/${upstreamModel}` : upstreamModel };
}
