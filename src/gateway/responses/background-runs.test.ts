import { describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { OwnResponse } from '../../responses/index.ts';
import { createHeartbeats } from '../heartbeats.ts';
import { createRunningWork } from '../running.ts';
import { BackgroundRun } from './background-run.ts';
import { createBackgroundRuns } from './background-runs.ts';
import { EventOutlet } from './event-outlet.ts';

/** Runs over an outlet whose request is over as soon as it is destroyed or has ended. */
function start() {
  const work = createRunningWork();
  const heartbeats = createHeartbeats(systemClock);
  heartbeats.stop();
  const runs = createBackgroundRuns({ heartbeats, clock: systemClock }, work);
  function add(id: string) {
    const run = new BackgroundRun({ queued: { id, status: 'queued' }, onEnd: () => undefined });
    run.hasBegun = true;
    const outlet = new EventOutlet(run);
    const over = new Promise<void>((resolve) => outlet.once('close', resolve));
    runs.add({ projectId: 'proj_1', id }, { run, outlet, over });
    return { run, outlet };
  }
  const stored = (id: string) => ({ projectId: 'proj_1', id }) as unknown as OwnResponse;
  return { work, runs, add, stored };
}

describe('runs in the background', () => {
  it('are let go on when the gateway stops, and shown as failed when that takes too long', async () => {
    const { work, runs, add } = start();
    const quick = add('resp_quick');
    const slow = add('resp_slow');
    expect(work.count()).toBe(2);
    const closed = runs.close(30);
    quick.outlet.writeHead(200, ['content-type', 'text/event-stream']);
    quick.outlet.end('data: {"type":"response.completed","response":{"status":"completed"}}\n\n');
    await closed;
    expect(quick.run.status).toBe('completed');
    expect(slow.run.response).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    expect(slow.outlet.destroyed).toBe(true);
    expect(work.count()).toBe(0);
  });

  it('are known by their project and id, while they run and for a while after', async () => {
    const { runs, add, stored } = start();
    add('resp_1');
    expect(runs.stateOf(stored('resp_1'))).toMatchObject({ status: 'queued' });
    expect(runs.stateOf({ ...stored('resp_1'), projectId: 'proj_2' })).toBeNull();
    expect(await runs.cancel(stored('resp_1'))).toMatchObject({ status: 'cancelled' });
    expect(runs.stateOf(stored('resp_1'))).toMatchObject({ status: 'cancelled' });
    expect(await runs.cancel(stored('resp_2'))).toBeNull();
  });
});
