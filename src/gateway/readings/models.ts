import { Refusal } from '../../core/refusal.ts';
import { geminiGenerate, messages } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { mayUseModel } from '../steps/authorise.ts';
import { requireGroup } from '../steps/resolve-model.ts';
import { describeModel, type ModelDescription } from './model-description.ts';
import { anthropicModel, codexModel, geminiModel, openaiModel } from './model-shapes.ts';

/**
 * `GET /v1/models`: in Codex's shape for a caller that says its `client_version`, in Anthropic's for one
 * that says its `anthropic-version`, else in OpenAI's.
 */
export function readModels(exchange: Exchange, access: KeyAccess, deps: GatewayDeps): void {
  const models = modelsOf(access, deps);
  if (new URLSearchParams(exchange.query).has('client_version')) {
    sendJson(exchange, { object: 'list', models: models.map(codexModel), data: models.map(openaiModel) });
    return;
  }
  if (isAnthropicCaller(exchange)) {
    const data = models.filter((model) => model.platforms.includes(messages.platform)).map(anthropicModel);
    sendJson(exchange, {
      data,
      has_more: false,
      first_id: data[0]?.id ?? null,
      last_id: data[data.length - 1]?.id ?? null,
    });
    return;
  }
  sendJson(exchange, { object: 'list', data: models.map(openaiModel) });
}

/** `GET /v1/models/{id}`, in the shape of the caller. */
export function readModel(exchange: Exchange, access: KeyAccess, name: string, deps: GatewayDeps): void {
  const model = findModel(access, name, deps);
  sendJson(exchange, isAnthropicCaller(exchange) ? anthropicModel(model) : openaiModel(model));
}

/** `GET /v1beta/models`: what this key may ask for on Gemini's paths. */
export function readGeminiModels(exchange: Exchange, access: KeyAccess, deps: GatewayDeps): void {
  const models = modelsOf(access, deps).filter((model) => model.platforms.includes(geminiGenerate.platform));
  sendJson(exchange, { models: models.map(geminiModel) });
}

/** `GET /v1beta/models/{id}`. */
export function readGeminiModel(
  exchange: Exchange,
  access: KeyAccess,
  name: string,
  deps: GatewayDeps,
): void {
  sendJson(exchange, geminiModel(findModel(access, name, deps)));
}

/** Anthropic's clients send their version with every call; OpenAI's never do. */
function isAnthropicCaller({ request }: Exchange): boolean {
  return request.headers['anthropic-version'] !== undefined;
}

function modelsOf(access: KeyAccess, deps: GatewayDeps): ModelDescription[] {
  const group = requireGroup(access, deps.snapshots.current());
  return group.modelNames
    .filter((name) => mayUseModel(access.key, name))
    .map((name) => describeModel(name, group.offers.get(name) ?? [], group.multiplierPpm));
}

function findModel(access: KeyAccess, name: string, deps: GatewayDeps): ModelDescription {
  const group = requireGroup(access, deps.snapshots.current());
  const offers = group.offers.get(name);
  if (offers === undefined || !mayUseModel(access.key, name)) {
    throw new Refusal('model_not_found', { param: 'model', model: name });
  }
  return describeModel(name, offers, group.multiplierPpm);
}
