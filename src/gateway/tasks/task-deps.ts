import type { References } from '../../media/index.ts';
import type { PresentDeps, TaskNews, Tasks } from '../../tasks/index.ts';
import type { Followers } from './followers.ts';

/** What the addresses of tasks work with, beside the rest of the data plane. */
export interface TaskPlane {
  readonly tasks: Tasks;
  readonly news: TaskNews;
  readonly present: PresentDeps;
  readonly references: References;
  /** Requests that are being answered, by API key and Idempotency-Key. */
  readonly inFlight: Set<string>;
  readonly followers: Followers;
  /** How long a task may take until it runs out of time. */
  deadlineMs(modality: 'image' | 'video' | 'music'): number;
  /** Judges where a caller wants to be called. @throws {Refusal} `invalid_request` naming the field. */
  checkCallback(url: string): Promise<void>;
  /** Keyed, because what is asked may hold a secret. */
  hash(text: string): string;
  /** Brings forward the next look at the task that a token of a callback was made for. */
  heedCallback(token: string): Promise<boolean>;
}
