/** What is going on, so that a stop can wait for it. */
export interface RunningWork {
  count(): number;
  /** Counts until the promise is settled; gives it back. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** Counts work from its start until it is over, recorded and all. */
export function createRunningWork(): RunningWork {
  let count = 0;
  return {
    count: () => count,
    track(work) {
      count += 1;
      return work.finally(() => {
        count -= 1;
      });
    },
  };
}
