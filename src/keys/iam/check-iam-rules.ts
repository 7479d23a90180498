import { invalidField } from '../../core/refusal.ts';
import { IAM_RULE_TYPES, type IamRule } from './iam-rule.ts';
import { isPriceBound, parsePricingRule } from './pricing-rule.ts';

const MAX_RULES = 64;
const MAX_VALUES = 500;
const VALUE = /^[\x21-\x7e]{1,200}$/;

/**
 * Checks the rules of a key or a project. Names that nothing has today are fine: they may come to be.
 * @throws {Refusal} `invalid_request` naming the rule and the value at fault.
 */
export function checkIamRules(rules: readonly IamRule[]): void {
  if (rules.length > MAX_RULES) {
    throw invalidField('iam_rules', `must have at most ${MAX_RULES} rules`);
  }
  for (const [at, rule] of rules.entries()) {
    checkRule(`iam_rules.${at}`, rule);
  }
}

function checkRule(path: string, { type, values }: IamRule): void {
  if (!IAM_RULE_TYPES.includes(type)) {
    throw invalidField(`${path}.type`, `must be one of ${IAM_RULE_TYPES.join(', ')}`);
  }
  if (values.length === 0 || values.length > MAX_VALUES) {
    throw invalidField(`${path}.values`, `must have 1 to ${MAX_VALUES} values; leave out a rule without any`);
  }
  const badAt = values.findIndex((value) => !VALUE.test(value));
  if (badAt !== -1) {
    throw invalidField(`${path}.values.${badAt}`, 'must be 1 to 200 printable characters without spaces');
  }
  if (type === 'allow_pricing' || type === 'deny_pricing') {
    checkPricing(path, type, values);
  }
}

function checkPricing(path: string, type: IamRule['type'], values: readonly string[]): void {
  for (const [at, value] of values.entries()) {
    try {
      parsePricingRule([value]);
    } catch (error) {
      throw error instanceof RangeError ? invalidField(`${path}.values.${at}`, error.message) : error;
    }
    if (type === 'deny_pricing' && isPriceBound(value)) {
      throw invalidField(
        `${path}.values.${at}`,
        'a rule that denies takes free and paid alone; bound a price with allow_pricing',
      );
    }
  }
}
