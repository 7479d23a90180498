import type { Job } from '../job.ts';

/** What the check works with. */
export interface CheckBooksDeps {
  /** Organizations whose wallet does not agree with its ledger. */
  readonly findBrokenWallets: () => Promise<readonly string[]>;
  /** Told what every check found. */
  readonly onChecked: (organizationIds: readonly string[]) => void;
}

/** Checks every night that granted = remaining + held + spent, by the ledger, for every wallet. */
export function checkBooks({ findBrokenWallets, onChecked }: CheckBooksDeps): Job {
  return {
    name: 'check-books',
    schedule: { dailyAtMinute: 3 * 60 + 10 },
    run: async () => onChecked(await findBrokenWallets()),
  };
}
