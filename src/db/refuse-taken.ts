import { Refusal } from '../core/refusal.ts';
import { isForeignKeyViolation, isUniqueViolation } from './violations.ts';

/**
 * Runs a write that gives something a name.
 * @throws {Refusal} `conflict` about `name` when the name is taken.
 */
export async function refuseTaken<T>(message: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isUniqueViolation(error)
      ? new Refusal('conflict', { message, param: 'name', cause: error })
      : error;
  }
}

/**
 * Runs a removal that other rows may stand in the way of.
 * @throws {Refusal} `conflict` when rows still point to what was to be removed.
 */
export async function refuseInUse<T>(message: string, remove: () => Promise<T>): Promise<T> {
  try {
    return await remove();
  } catch (error) {
    throw isForeignKeyViolation(error) ? new Refusal('conflict', { message, cause: error }) : error;
  }
}
