import { asObject, asText, type JsonObject } from '../json-shape.ts';
import { bodyOf, type Call, Refusal } from '../platform.ts';

/** What stands in an envelope. */
export type Enveloped = { readonly model: string; readonly request: JsonObject };

const MEMBERS: ReadonlySet<string> = new Set([
  'project',
  'requestId',
  'userAgent',
  'requestType',
  'model',
  'request',
]);

/** The envelope of a generation. Throws `Refusal` 400 for one that is not as the upstream wants it. */
export function readEnvelope(call: Call): Enveloped {
  const body = bodyOf(call);
  for (const name of Object.keys(body)) {
    if (!MEMBERS.has(name)) throw unknownName(name, 'the envelope');
  }
  const model = asText(body.model) ?? '';
  if (model === '') throw new Refusal(400, 'The envelope names no model.');
  const request = requestOf(body);
  if ('model' in request) throw unknownName('model', "'request'");
  return { model, request };
}

/** The envelope of a count, which has the model inside. */
export function readCountEnvelope(call: Call): Enveloped {
  const body = bodyOf(call);
  for (const name of Object.keys(body)) {
    if (name !== 'request') throw unknownName(name, 'the envelope');
  }
  const { model, ...request } = requestOf(body);
  const name = asText(model) ?? '';
  if (!name.startsWith('models/')) throw new Refusal(400, "The request names no model as 'models/…'.");
  return { model: name.slice('models/'.length), request };
}

function requestOf(body: JsonObject): JsonObject {
  const request = asObject(body.request);
  if (request === undefined) throw new Refusal(400, 'The envelope holds no request.');
  return request;
}

function unknownName(name: string, place: string): Refusal {
  return new Refusal(400, `Invalid JSON payload received. Unknown name "${name}" at ${place}.`);
}
