import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { checkAddressList } from './address-rules.ts';
import { type ApiKey, type KeyLimits, SPEND_WINDOWS, type SpendWindowsNano } from './api-key.ts';
import { checkIamRules } from './iam/check-iam-rules.ts';
import type { IamRule } from './iam/iam-rule.ts';
import { customKeyProblem } from './key-format.ts';

/** What a key is bound to: exactly one of the two is set. */
export interface KeyBinding {
  readonly groupId: Id<'grp'> | null;
  readonly imageBatchGroupId: Id<'ibg'> | null;
}

/** Members that may be absent, or undefined for the same. */
type Given<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };

/** The parts of a key that a person writes down, at creation or later. What is absent stays as it is. */
export type KeySettings = Given<
  Pick<
    ApiKey,
    | 'name'
    | 'expiresAtMs'
    | 'quotaNano'
    | 'models'
    | 'ipAllow'
    | 'ipDeny'
    | 'iamRules'
    | 'defaultModel'
    | 'tags'
  > & { limits: Given<KeyLimits>; spendWindowsNano: Given<SpendWindowsNano> }
>;

const MAX_NAME_LENGTH = 200;
const MAX_PATTERNS = 500;
const MAX_TAGS = 64;
const MODEL_PATTERN = /^[\x21-\x7e]{1,200}$/;

/** The least and the most of each limit. PostgreSQL's int4, which two of them are, ends above the largest. */
const LIMIT_BOUNDS = [
  ['rpm', 'rpm', 1, 10_000_000],
  ['tpm', 'tpm', 1, 100_000_000_000],
  ['concurrency', 'concurrency', 1, 1_000_000],
  ['queueLimit', 'queue_limit', 0, 100_000],
] as const;

/**
 * Checks what a person wrote.
 * @throws {Refusal} `invalid_request` naming the field.
 */
export function checkKeySettings(settings: KeySettings, nowMs: number): void {
  checkName(settings.name);
  if (settings.expiresAtMs != null && settings.expiresAtMs <= nowMs) {
    throw invalidField('expires_at', 'is already past; send a later time, or null for a key that stays');
  }
  checkAmount('quota', settings.quotaNano, 'a key without a quota');
  checkLimits(settings.limits ?? {});
  for (const window of SPEND_WINDOWS) {
    checkAmount(`spend_windows.${window}`, settings.spendWindowsNano?.[window], 'a window without a limit');
  }
  checkModels(settings.models ?? []);
  checkAddressList('ip_allow', settings.ipAllow ?? []);
  checkAddressList('ip_deny', settings.ipDeny ?? []);
  checkIamRules((settings.iamRules as readonly IamRule[] | undefined) ?? []);
  if (settings.defaultModel != null && !isModelName(settings.defaultModel)) {
    throw invalidField(
      'default_model',
      'must be the name of a model: 1 to 200 printable characters without "*"',
    );
  }
  checkTags(Object.entries(settings.tags ?? {}));
}

/**
 * Checks that a key is bound to exactly one thing.
 * @throws {Refusal} `invalid_request` with a sentence that says what to send.
 */
export function checkBinding(binding: KeyBinding): void {
  if (binding.groupId !== null && binding.imageBatchGroupId !== null) {
    throw invalidField(
      'image_batch_group_id',
      'a key is bound to a group or to an image batch group, never to both; send one of the two',
    );
  }
  if (binding.groupId === null && binding.imageBatchGroupId === null) {
    throw invalidField(
      'group_id',
      'a key needs a binding; send a group for a general key or an image batch group for an image key',
    );
  }
}

/**
 * Checks a key that a person brings along.
 * @throws {Refusal} `invalid_request`; its text does not repeat the key.
 */
export function checkCustomValue(value: Secret): void {
  const problem = customKeyProblem(value.reveal());
  if (problem !== null) {
    throw invalidField('value', problem);
  }
}

/**
 * Refuses to touch a key that is deleted.
 * @throws {Refusal} `conflict`.
 */
export function checkNotDeleted(key: ApiKey): void {
  if (key.status === 'deleted') {
    throw new Refusal('conflict', {
      message: 'This API key is deleted and cannot be changed, shown or enabled again; create a new key',
    });
  }
}

function checkName(name: string | undefined): void {
  if (name === undefined) {
    return;
  }
  if (name.trim() === '' || [...name].length > MAX_NAME_LENGTH) {
    throw invalidField('name', `must have 1 to ${MAX_NAME_LENGTH} characters`);
  }
  if (/\p{Cc}/u.test(name)) {
    throw invalidField('name', 'must not have control characters');
  }
}

function checkAmount(field: string, amount: NanoUsd | null | undefined, none: string): void {
  if (amount != null && amount < 0) {
    throw invalidField(field, `must not be negative; send null for ${none}`);
  }
}

function checkLimits(limits: Given<KeyLimits>): void {
  for (const [name, field, least, most] of LIMIT_BOUNDS) {
    const value = limits[name];
    if (value != null && !(Number.isSafeInteger(value) && value >= least && value <= most)) {
      throw invalidField(`limits.${field}`, `must be a whole number from ${least} to ${most}`);
    }
  }
}

function checkModels(models: readonly string[]): void {
  if (models.length > MAX_PATTERNS) {
    throw invalidField('models', `must have at most ${MAX_PATTERNS} patterns`);
  }
  const badAt = models.findIndex((pattern) => !MODEL_PATTERN.test(pattern));
  if (badAt !== -1) {
    throw invalidField(`models.${badAt}`, 'must be 1 to 200 printable characters without spaces');
  }
}

function isModelName(text: string): boolean {
  return MODEL_PATTERN.test(text) && !text.includes('*');
}

function checkTags(tags: readonly (readonly [string, string])[]): void {
  if (tags.length > MAX_TAGS) {
    throw invalidField('tags', `must have at most ${MAX_TAGS} entries`);
  }
  if (tags.some(([name, value]) => name === '' || name.length > 64 || value.length > 512)) {
    throw invalidField('tags', 'names must have 1 to 64 characters and values at most 512');
  }
}
