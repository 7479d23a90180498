import { Refusal } from '../../core/refusal.ts';

/** Connections that stay open to follow tasks, so that their number is bounded. */
export interface Followers {
  /**
   * Counts one; what it returns ends it.
   * @throws {Refusal} `concurrency_exceeded` where the key, or the process, has too many.
   */
  enter(keyId: string): () => void;
}

const MOST_OF_KEY = 64;
const MOST = 4_096;

/** No connections yet. */
export function createFollowers(): Followers {
  const byKey = new Map<string, number>();
  let all = 0;
  return {
    enter(keyId) {
      const own = byKey.get(keyId) ?? 0;
      if (own >= MOST_OF_KEY || all >= MOST) {
        const message = `This API key may follow its tasks over ${MOST_OF_KEY} connections at once`;
        throw new Refusal('concurrency_exceeded', { message, retryAfterS: 5 });
      }
      byKey.set(keyId, own + 1);
      all += 1;
      return () => {
        const left = (byKey.get(keyId) ?? 1) - 1;
        all -= 1;
        if (left === 0) {
          byKey.delete(keyId);
        } else {
          byKey.set(keyId, left);
        }
      };
    },
  };
}
