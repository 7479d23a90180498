import type { Id } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { ApiKey } from './api-key.ts';
import { customKeyProblem } from './key-format.ts';

/** What a key is bound to: exactly one of the two is set. */
export interface KeyBinding {
  readonly groupId: Id<'grp'> | null;
  readonly imageBatchGroupId: Id<'ibg'> | null;
}

/** The parts of a key that a person writes down, at creation or later. */
export interface KeyFields {
  readonly name?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly quotaNano?: number | null | undefined;
}

const MAX_NAME_LENGTH = 200;
const MAX_PATTERNS = 500;
const MAX_TAGS = 64;
const MODEL_PATTERN = /^[\x21-\x7e]{1,200}$/;

/**
 * Checks what a person wrote.
 * @throws {Refusal} `invalid_request` naming the field.
 */
export function checkKeyFields(fields: KeyFields): void {
  if (fields.name !== undefined && (fields.name.trim() === '' || fields.name.length > MAX_NAME_LENGTH)) {
    throw invalidField('name', `must have 1 to ${MAX_NAME_LENGTH} characters`);
  }
  if (typeof fields.quotaNano === 'number' && fields.quotaNano < 0) {
    throw invalidField('quota', 'must not be negative; send null for a key without a quota');
  }
  checkModels(fields.models ?? []);
  checkTags(Object.entries(fields.tags ?? {}));
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

function checkModels(models: readonly string[]): void {
  if (models.length > MAX_PATTERNS) {
    throw invalidField('models', `must have at most ${MAX_PATTERNS} patterns`);
  }
  const badAt = models.findIndex((pattern) => !MODEL_PATTERN.test(pattern));
  if (badAt !== -1) {
    throw invalidField(`models.${badAt}`, 'must be 1 to 200 printable characters without spaces');
  }
}

function checkTags(tags: readonly (readonly [string, string])[]): void {
  if (tags.length > MAX_TAGS) {
    throw invalidField('tags', `must have at most ${MAX_TAGS} entries`);
  }
  if (tags.some(([name, value]) => name === '' || name.length > 64 || value.length > 512)) {
    throw invalidField('tags', 'names must have 1 to 64 characters and values at most 512');
  }
}
