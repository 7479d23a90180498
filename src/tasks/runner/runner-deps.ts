import type { TaskHolds } from '../../billing/index.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import type { Database } from '../../db/index.ts';
import type { Provider } from '../../providers/index.ts';
import type { Road, Snapshots } from '../../routing/index.ts';
import type { TaskNews } from '../news.ts';
import type { AskUpstream } from './ask-upstream.ts';
import type { TaskMedia } from './task-media.ts';

/** What looking at tasks works with. */
export interface RunnerDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly snapshots: Snapshots;
  readonly road: Road;
  readonly holds: TaskHolds;
  readonly media: TaskMedia;
  readonly news: TaskNews;
  readonly ask: AskUpstream;
  findProvider(name: string): Provider | undefined;
  /** Where an upstream may tell of changes of a job; null where it cannot reach us. */
  callbackUrl(taskId: string, ordinal: number): string | null;
  /** Told what an operator should know; the text holds no secret. */
  onProblem(text: string, error?: unknown): void;
}
