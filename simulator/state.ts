import type { Books } from './bill.ts';
import type { Faults } from './faults.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { StoredAnswers } from './openai/stored-responses.ts';
import type { Pace } from './pace.ts';
import type { PromptCache } from './prompt-cache.ts';
import type { RequestLog } from './request-log.ts';

/** All that a simulator remembers. */
export type SimulatorState = {
  readonly books: Books;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly promptCache: PromptCache;
  readonly storedAnswers: StoredAnswers;
  readonly jobs: Jobs;
  pace: Readonly<Pace>;
  setPace(pace: Partial<Pace>): void;
  reset(): void;
};
