import { describe, expect, it } from 'vitest';
import { BackgroundRun } from './background-run.ts';

function begin() {
  const ended: string[] = [];
  const queued = { id: 'resp_ours', status: 'queued', model: 'm', background: true, output: [] };
  const run = new BackgroundRun({ queued, onEnd: ({ status }) => ended.push(status) });
  run.hasBegun = true;
  const say = (event: object) => run.event(Buffer.from(JSON.stringify(event)));
  const events = () => {
    const all: Record<string, unknown>[] = [];
    for (let at = run.firstKept; run.eventAt(at) !== undefined; at += 1) {
      all.push(JSON.parse(String(run.eventAt(at)).split('data: ')[1] ?? ''));
    }
    return all;
  };
  return { run, ended, say, events };
}

describe('a run in the background', () => {
  it('numbers its events anew and keeps its own id, whatever the upstream says', () => {
    const { run, say, events, ended } = begin();
    const response = { id: 'resp_theirs', status: 'in_progress', background: false };
    say({ type: 'response.created', sequence_number: 0, response });
    say({ type: 'response.in_progress', sequence_number: 1, response });
    say({ type: 'response.output_text.delta', sequence_number: 2, delta: 'x' });
    say({ type: 'response.completed', sequence_number: 3, response: { ...response, status: 'completed' } });
    say({ type: 'response.output_text.delta', sequence_number: 4, delta: 'after the end' });
    expect(events().map(({ type, sequence_number }) => [sequence_number, type])).toEqual([
      [0, 'response.created'],
      [1, 'response.queued'],
      [2, 'response.in_progress'],
      [3, 'response.output_text.delta'],
      [4, 'response.completed'],
    ]);
    expect(run.response).toMatchObject({ id: 'resp_ours', background: true, status: 'completed' });
    expect(ended).toEqual(['completed']);
  });

  it('ends once: as failed with what an error said, or as cancelled', () => {
    const failed = begin();
    failed.run.whole(429, [], Buffer.from('{"error":{"code":"rate_limit_exceeded","message":"slow down"}}'));
    failed.run.end();
    failed.run.cancel();
    expect(failed.run.response).toMatchObject({ status: 'failed', error: { code: 'rate_limit_exceeded' } });
    expect(failed.ended).toEqual(['failed']);
    const cancelled = begin();
    cancelled.run.cancel();
    expect(cancelled.events().at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'cancelled' },
    });
  });

  it('lets its oldest events go when there are too many', () => {
    const { run, say } = begin();
    const delta = 'x'.repeat(1024 * 1024);
    for (let piece = 0; piece < 20; piece += 1) {
      say({ type: 'response.output_text.delta', delta });
    }
    expect(run.firstKept).toBeGreaterThan(0);
    expect(run.eventAt(run.firstKept - 1)).toBeUndefined();
    expect(String(run.eventAt(21))).toContain('"sequence_number":21');
  });
});
