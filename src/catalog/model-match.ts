import type { MatchLogic } from '@pydantic/genai-prices';

/**
 * Whether a rule of the price catalogue means this model name. Names are compared without regard to
 * case, except by regular expression, which is how the catalogue's own library reads its rules.
 */
export function matchesModel(rule: MatchLogic, name: string): boolean {
  if ('or' in rule) {
    return rule.or.some((part) => matchesModel(part, name));
  }
  if ('and' in rule) {
    return rule.and.every((part) => matchesModel(part, name));
  }
  if ('regex' in rule) {
    return new RegExp(rule.regex).test(name);
  }
  const lower = name.toLowerCase();
  if ('equals' in rule) {
    return lower === rule.equals.toLowerCase();
  }
  if ('starts_with' in rule) {
    return lower.startsWith(rule.starts_with.toLowerCase());
  }
  if ('ends_with' in rule) {
    return lower.endsWith(rule.ends_with.toLowerCase());
  }
  return lower.includes(rule.contains.toLowerCase());
}

/** The names a rule spells out in full: what can be listed without asking the provider. */
export function exactNames(rule: MatchLogic): string[] {
  if ('or' in rule) {
    return rule.or.flatMap(exactNames);
  }
  return 'equals' in rule ? [rule.equals] : [];
}
