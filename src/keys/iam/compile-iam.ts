import type { PriceSheet } from '../../billing/price-sheet.ts';
import { compilePatterns, type NamePatterns } from '../../core/name-patterns.ts';
import type { IamRule, IamRuleType } from './iam-rule.ts';
import { fitsPricing, type PricingRule, parsePricingRule } from './pricing-rule.ts';

/** The rules of one key or one project, compiled when the key is loaded, so that judging allocates nothing. */
export interface CompiledIam {
  /** Whether this may be asked for: `chat.completions`, `messages`. */
  allowsOperation(operation: string): boolean;
  /**
   * Whether this model may be asked for. `bareName` is the same model without the provider that the caller
   * may have put before it, and a rule about either name is a rule about the model.
   */
  allowsModel(name: string, bareName: string): boolean;
  /** False when every offer is allowed, so that nobody needs to look. */
  readonly narrowsOffers: boolean;
  /** Whether this provider may serve at this price. */
  allowsOffer(provider: string, price: PriceSheet | null): boolean;
}

/**
 * Compiles rules: allow rules of one subject are a union, different subjects an intersection, every deny
 * rule removes. Null when there are none. Project and key are compiled apart and both must allow, so
 * that the rules of the one never widen those of the other.
 */
export function compileIam(rules: readonly IamRule[]): CompiledIam | null {
  if (rules.length === 0) {
    return null;
  }
  const models = namesOf(rules, 'allow_models', 'deny_models');
  const operations = namesOf(rules, 'allow_operations', 'deny_operations');
  const providers = namesOf(rules, 'allow_providers', 'deny_providers');
  const prices = pricesOf(rules);
  return {
    allowsOperation: (operation) => mayBe(operations, operation, operation),
    allowsModel: (name, bareName) => mayBe(models, name, bareName),
    narrowsOffers: rules.some(({ type }) => /_(?:providers|pricing)$/.test(type)),
    allowsOffer: (provider, price) => mayBe(providers, provider, provider) && mayCost(prices, price),
  };
}

/** The names of one subject; null where no rule says anything. */
interface NameRules {
  readonly allowed: NamePatterns | null;
  readonly denied: NamePatterns | null;
}

function namesOf(rules: readonly IamRule[], allow: IamRuleType, deny: IamRuleType): NameRules {
  return { allowed: patternsOf(rules, allow), denied: patternsOf(rules, deny) };
}

function patternsOf(rules: readonly IamRule[], type: IamRuleType): NamePatterns | null {
  const values = rules.filter((rule) => rule.type === type).map((rule) => rule.values);
  return values.length === 0 ? null : compilePatterns(values.flat());
}

function mayBe({ allowed, denied }: NameRules, name: string, otherName: string): boolean {
  if (denied !== null && (denied.fits(name) || denied.fits(otherName))) {
    return false;
  }
  return allowed === null || allowed.fits(name) || allowed.fits(otherName);
}

/** Pricing rules are kept apart from each other, because the bounds of one rule belong together. */
interface PriceRules {
  readonly allowed: readonly PricingRule[] | null;
  readonly denied: readonly PricingRule[];
}

function pricesOf(rules: readonly IamRule[]): PriceRules {
  const parsed = (type: IamRuleType) =>
    rules.filter((rule) => rule.type === type).map(({ values }) => parsePricingRule(values));
  const allowed = parsed('allow_pricing');
  return { allowed: allowed.length === 0 ? null : allowed, denied: parsed('deny_pricing') };
}

function mayCost({ allowed, denied }: PriceRules, price: PriceSheet | null): boolean {
  return !fitsOne(denied, price) && (allowed === null || fitsOne(allowed, price));
}

function fitsOne(rules: readonly PricingRule[], price: PriceSheet | null): boolean {
  for (const rule of rules) {
    if (fitsPricing(rule, price)) {
      return true;
    }
  }
  return false;
}
