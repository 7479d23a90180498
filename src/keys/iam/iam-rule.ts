/** Every type there is, in the order the documentation lists them. */
export const IAM_RULE_TYPES = [
  'allow_models',
  'deny_models',
  'allow_providers',
  'deny_providers',
  'allow_operations',
  'deny_operations',
  'allow_pricing',
  'deny_pricing',
] as const;

/** Whether a rule lets through or takes away, and what it is about. */
export type IamRuleType = (typeof IAM_RULE_TYPES)[number];

/**
 * One rule of a key or of a project. Allow rules of one subject are a union, rules of different subjects
 * an intersection, and every deny rule removes. What the values are: `docs/iam.md`.
 */
export interface IamRule {
  readonly type: IamRuleType;
  readonly values: readonly string[];
}
