import { Refusal } from '../../core/refusal.ts';
import { geminiGenerate, messages, type Operation } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Group, Offer } from '../../routing/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { visibleOffers } from '../steps/authorise.ts';
import { offersFor, poolsOf } from '../steps/candidates.ts';
import { requireGroup, serves } from '../steps/resolve-model.ts';
import { describeModel, type ModelDescription } from './model-description.ts';
import { anthropicModel, codexModel, geminiModel, openaiModel } from './model-shapes.ts';

/**
 * `GET /v1/models`: in Codex's shape for a caller that says its `client_version`, in Anthropic's for one
 * that says its `anthropic-version`, in Gemini's for Google's SDK, else in OpenAI's.
 */
export function readModels(exchange: Exchange, access: KeyAccess, deps: GatewayDeps): void {
  if (new URLSearchParams(exchange.query).has('client_version')) {
    const models = modelsOf(exchange, access, deps);
    sendJson(exchange, { object: 'list', models: models.map(codexModel), data: models.map(openaiModel) });
    return;
  }
  if (isAnthropicCaller(exchange)) {
    const data = modelsOf(exchange, access, deps, messages).map(anthropicModel);
    sendJson(exchange, {
      data,
      has_more: false,
      first_id: data[0]?.id ?? null,
      last_id: data[data.length - 1]?.id ?? null,
    });
    return;
  }
  if (isGoogleCaller(exchange)) {
    readGeminiModels(exchange, access, deps);
    return;
  }
  sendJson(exchange, { object: 'list', data: modelsOf(exchange, access, deps).map(openaiModel) });
}

/** `GET /v1/models/{id}`, in the shape of the caller. */
export function readModel(exchange: Exchange, access: KeyAccess, name: string, deps: GatewayDeps): void {
  const model = findModel(exchange, access, name, deps);
  const shape = isAnthropicCaller(exchange)
    ? anthropicModel
    : isGoogleCaller(exchange)
      ? geminiModel
      : openaiModel;
  sendJson(exchange, shape(model));
}

/** `GET /v1beta/models`: what this key may ask for on Gemini's paths. */
export function readGeminiModels(exchange: Exchange, access: KeyAccess, deps: GatewayDeps): void {
  sendJson(exchange, { models: modelsOf(exchange, access, deps, geminiGenerate).map(geminiModel) });
}

/** `GET /v1beta/models/{id}`. */
export function readGeminiModel(
  exchange: Exchange,
  access: KeyAccess,
  name: string,
  deps: GatewayDeps,
): void {
  sendJson(exchange, geminiModel(findModel(exchange, access, name, deps)));
}

/** Anthropic's clients send their version with every call; OpenAI's never do. */
function isAnthropicCaller({ request }: Exchange): boolean {
  return request.headers['anthropic-version'] !== undefined;
}

/** Google's SDKs name themselves, and may be told to ask under `/v1` as under `/v1beta`. */
function isGoogleCaller({ request }: Exchange): boolean {
  return request.headers['x-goog-api-client'] !== undefined;
}

/** Every model this key may ask for, by name. An operation leaves out what its clients could not use. */
function modelsOf(
  exchange: Exchange,
  access: KeyAccess,
  deps: GatewayDeps,
  operation: Operation | null = null,
): ModelDescription[] {
  const snapshot = deps.snapshots.current();
  const group = requireGroup(access, snapshot, exchange.forcedPlatform);
  const names = new Set(poolsOf(access, group, snapshot).flatMap((pool) => pool.modelNames));
  return [...names].sort().flatMap((name) => {
    const offers = visibleOffers(access, name, offersFor(name, access, group, snapshot));
    if (offers.length === 0) {
      return [];
    }
    const model = describeModel(name, offers);
    return operation === null || isUsable(model, offers, operation, group) ? [model] : [];
  });
}

/** Whether clients of an operation can use a model: of other platforms' models those alone that write text. */
function isUsable(
  { category, platforms }: ModelDescription,
  offers: readonly Offer[],
  operation: Operation,
  group: Group,
): boolean {
  const isOfPlatform = platforms.includes(operation.platform);
  return (isOfPlatform || category === 'text') && offers.some((offer) => serves(offer, operation, group));
}

function findModel(exchange: Exchange, access: KeyAccess, name: string, deps: GatewayDeps): ModelDescription {
  const snapshot = deps.snapshots.current();
  const group = requireGroup(access, snapshot, exchange.forcedPlatform);
  const offers = visibleOffers(access, name, offersFor(name, access, group, snapshot));
  if (offers.length === 0) {
    throw new Refusal('model_not_found', { param: 'model', model: name });
  }
  return describeModel(name, offers);
}
