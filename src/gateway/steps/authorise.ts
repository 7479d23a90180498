import type { Clock } from '../../core/clock.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Call } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { Resolved } from './resolve-model.ts';

/**
 * A key that has expired may still read (`/v1/usage`), so this is asked of calls alone, before their body.
 * @throws {Refusal} `api_key_expired`.
 */
export function requireUnexpired({ key }: KeyAccess, clock: Clock): void {
  if (key.expiresAtMs !== null && clock.nowMs() >= key.expiresAtMs) {
    throw new Refusal('api_key_expired');
  }
}

/**
 * Judges whether the key may ask for this model, and leaves of its offers those that the IAM rules of the
 * project and of the key allow. Without such rules it is what it was, not a copy.
 * @throws {Refusal} `model_not_allowed`, `iam_denied`.
 */
export function authorise(access: KeyAccess, call: Call, resolved: Resolved): Resolved {
  const offers = authoriseOffers(access, call.operation.name, call.facts.model, resolved.offers);
  return offers === resolved.offers ? resolved : { ...resolved, offers };
}

/**
 * Judges whether the key may ask for this model by this operation, and leaves of the offers those that the
 * IAM rules allow. Without such rules they are what they were.
 * @throws {Refusal} `model_not_allowed`, `iam_denied`.
 */
export function authoriseOffers(
  access: KeyAccess,
  operation: string,
  model: string,
  all: readonly Offer[],
): readonly Offer[] {
  const bareModel = bareModelOf(model, all);
  if (!isModelListed(access, model, bareModel)) {
    throw new Refusal('model_not_allowed', {
      message: `This API key may not use the model \`${model}\``,
      param: 'model',
      model,
    });
  }
  for (const iam of access.policy.iam) {
    if (!iam.allowsOperation(operation)) {
      throw iamDenied(model, `An IAM rule denies the operation ${operation}`);
    }
    if (!iam.allowsModel(model, bareModel)) {
      throw iamDenied(model, `An IAM rule denies the model \`${model}\``);
    }
  }
  const offers = allowedOffers(access, all);
  if (offers.length === 0) {
    throw iamDenied(model, `No provider is left for the model \`${model}\` after applying the IAM rules`);
  }
  return offers;
}

/**
 * What a key may see of a model in a list: its offers without those that rules take away; none of a model
 * that it may not ask for at all. Rules about operations are judged where there is an operation.
 */
export function visibleOffers(access: KeyAccess, model: string, offers: readonly Offer[]): readonly Offer[] {
  const bareModel = bareModelOf(model, offers);
  const mayAsk =
    isModelListed(access, model, bareModel) &&
    access.policy.iam.every((iam) => iam.allowsModel(model, bareModel));
  return mayAsk ? allowedOffers(access, offers) : [];
}

function iamDenied(model: string, message: string): Refusal {
  return new Refusal('iam_denied', { message, param: 'model', model });
}

/** The model without the `provider/` that a caller may put before it: rules are about the same model. */
function bareModelOf(model: string, offers: readonly Offer[]): string {
  for (const { channel } of offers) {
    const { name } = channel.provider;
    if (model.startsWith(name) && model.charAt(name.length) === '/') {
      return model.slice(name.length + 1);
    }
  }
  return model;
}

function isModelListed({ policy }: KeyAccess, model: string, bareModel: string): boolean {
  return policy.models === null || policy.models.fits(model) || policy.models.fits(bareModel);
}

function allowedOffers({ policy }: KeyAccess, offers: readonly Offer[]): readonly Offer[] {
  let left = offers;
  for (const iam of policy.iam) {
    if (iam.narrowsOffers) {
      left = left.filter(({ channel, price }) => iam.allowsOffer(channel.provider.name, price));
    }
  }
  return left;
}
