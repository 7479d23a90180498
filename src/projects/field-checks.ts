import { invalidField } from '../core/refusal.ts';

const LONGEST_NAME = 100;
const LARGEST_COUNT = 1_000_000;

/**
 * The name of an organization, project, group or channel, trimmed.
 * @throws {Refusal} `invalid_request` when it has not 1 to 100 characters or holds control characters.
 */
export function checkEntityName(text: string): string {
  const name = text.trim();
  if (name === '' || [...name].length > LONGEST_NAME) {
    throw invalidField('name', `must have 1 to ${LONGEST_NAME} characters`);
  }
  if (/\p{Cc}/u.test(name)) {
    throw invalidField('name', 'must not have control characters');
  }
  return name;
}

/**
 * Checks a number that operators set; PostgreSQL's int4 ends well above the largest.
 * @throws {Refusal} `invalid_request` when it is no whole number from `least` to a million.
 */
export function checkCount(param: string, value: number, least: 0 | 1): void {
  if (!Number.isSafeInteger(value) || value < least || value > LARGEST_COUNT) {
    throw invalidField(param, `must be a whole number from ${least} to ${LARGEST_COUNT}`);
  }
}
