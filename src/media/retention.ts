import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { ProjectService } from '../projects/index.ts';

const DAY_MS = 86_400_000;

/** How long results of media tasks are kept. */
export interface MediaRetention {
  /** In milliseconds; null for ever. A project that is gone is one that says nothing. */
  keepMsOf(projectId: Id<'proj'>): Promise<number | null>;
}

/** What projects say, and in place of what they do not say `usualDays`; zero days are for ever. */
export function createMediaRetention(deps: {
  readonly projects: Pick<ProjectService, 'get'>;
  readonly usualDays: number;
}): MediaRetention {
  async function daysOf(projectId: Id<'proj'>): Promise<number | null> {
    try {
      return (await deps.projects.get(projectId)).mediaRetentionDays;
    } catch (error) {
      if (error instanceof Refusal) {
        return null;
      }
      throw error;
    }
  }
  return {
    async keepMsOf(projectId) {
      const days = (await daysOf(projectId)) ?? deps.usualDays;
      return days === 0 ? null : days * DAY_MS;
    },
  };
}
