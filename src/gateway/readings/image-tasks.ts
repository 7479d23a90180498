import { Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';

/**
 * What stands at the addresses of image tasks: nothing yet, which is what an image key is told. A general
 * key is told which key these addresses are for.
 * @throws {Refusal} `key_type_mismatch`, `not_found`.
 */
export function refuseImageTasks({ key }: KeyAccess): never {
  if (key.type === 'general') {
    throw new Refusal('key_type_mismatch', {
      message:
        'Async image tasks need an image API key, and this is a general one. ' +
        'Create and use an image API key bound to an image batch group',
    });
  }
  throw new Refusal('not_found');
}
