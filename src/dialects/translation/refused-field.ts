import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError, type Codec } from '../codec.ts';

/**
 * What `work` gives.
 * @throws {Refusal} `invalid_request` in the words of the client's dialect, for what cannot be carried.
 */
export function carried<T>(client: Codec, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CannotCarryError) {
      const place = error.field === null ? (error.at ?? '') : client.fieldNames[error.field];
      throw invalidField(place, error.message);
    }
    throw error;
  }
}
