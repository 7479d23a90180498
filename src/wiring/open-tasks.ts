import type { Settings } from '../config/index.ts';
import { createFollowers, type TaskPlane } from '../gateway/index.ts';
import { findProvider } from '../providers/index.ts';
import {
  bringForward,
  createAskUpstream,
  createCallbackTokens,
  createRunner,
  createTaskMedia,
  createTaskNews,
  createTasks,
  type Runner,
  USUAL_TASK_TIMEOUTS,
} from '../tasks/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Domain } from './create-domain.ts';
import type { Media } from './open-media.ts';
import type { Storage } from './open-storage.ts';
import type { Webhooks } from './open-webhooks.ts';
import type { Opened } from './opened.ts';

const SECOND_MS = 1_000;
const MEGABYTE = 1024 * 1024;
const USUAL_DEADLINES_MS = { image: 900 * SECOND_MS, video: 3_600 * SECOND_MS, music: 1_800 * SECOND_MS };
/** How long tasks that are being looked at may go on after the process was told to stop. */
const STOP_GRACE_MS = 30_000;

/** What tasks need of others. */
type TaskSurroundings = Media &
  Pick<Webhooks, 'outbox' | 'checkCallbackUrl'> & { readonly publicUrl: () => string };

/** Media tasks: what makes them, and what runs them. The runner begins when it is started. */
export function openTasks(
  settings: Settings,
  { database, box }: Storage,
  { clock, ids, snapshots, road, upstreams, credentialHeaders, taskHolds: holds }: Domain,
  around: TaskSurroundings,
  log: Logger,
  opened: Opened,
): { readonly taskPlane: TaskPlane; readonly runner: Runner } {
  const {
    media: files,
    mediaLinks,
    mediaRetention: retention,
    outbound,
    references,
    outbox,
    checkCallbackUrl,
    publicUrl,
  } = around;
  const tokens = createCallbackTokens(box);
  const present = { linkOf: mediaLinks.linkOf, isThere: files.isThere, publicUrl };
  const news = createTaskNews({ outbox, present });
  const runner = createRunner({
    ...{ database, clock, ids, box, snapshots, road, holds, news, findProvider },
    media: createTaskMedia({
      ...{ files, outbound, credentialHeaders, clock, retention },
      maxBytes: settings.mediaMaxMegabytes * MEGABYTE,
    }),
    ask: createAskUpstream({ upstreams, credentialHeaders, clock, timeouts: USUAL_TASK_TIMEOUTS }),
    // Only an address that was given is one that upstreams reach.
    callbackUrl: (taskId, ordinal) =>
      settings.baseUrl === null
        ? null
        : `${settings.baseUrl.replace(/\/+$/, '')}/v1/callbacks/${tokens.tokenFor(taskId, ordinal)}`,
    onProblem: (text, error) => log.warn({ err: error }, text),
  });
  const tasks = createTasks({ database, clock, holds, news, nudge: runner.nudge });
  opened.push(() => runner.stop(STOP_GRACE_MS));
  return {
    runner,
    taskPlane: {
      ...{ tasks, news, references, present },
      inFlight: new Set(),
      followers: createFollowers(),
      deadlineMs: (modality) =>
        settings.taskTimeoutS === 0 ? USUAL_DEADLINES_MS[modality] : settings.taskTimeoutS * SECOND_MS,
      checkCallback: (url) => checkCallbackUrl('callback_url', url),
      hash: (text) => box.lookupHash(`task\n${text}`),
      async heedCallback(token) {
        const taskId = tokens.taskOf(token);
        if (taskId === null) {
          return false;
        }
        await bringForward(database.db, taskId, clock.nowMs());
        runner.nudge();
        return true;
      },
    },
  };
}
