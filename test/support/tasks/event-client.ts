import type { Shown } from './task-gateway.ts';

/** One event as it came. */
export interface TaskEvent {
  readonly id: string;
  readonly name: string;
  readonly task: Shown;
}

/** A client of server-sent events that can be cut off. */
export interface EventClient {
  /** Everything that came so far. */
  readonly events: readonly TaskEvent[];
  /** Whatever came, comments included. */
  text(): string;
  close(): Promise<void>;
}

/** Opens a stream of events with a key; with `lastId` as a client that comes back. */
export async function openEvents(
  url: string,
  key: string,
  lastId: string | null = null,
): Promise<EventClient> {
  const leaving = new AbortController();
  const answer = await fetch(url, {
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'text/event-stream',
      ...(lastId === null ? {} : { 'last-event-id': lastId }),
    },
    signal: leaving.signal,
  });
  if (answer.status !== 200 || answer.body === null) {
    throw new Error(`no events: ${answer.status} ${await answer.text()}`);
  }
  const events: TaskEvent[] = [];
  let all = '';
  let rest = '';
  const reading = (async () => {
    for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      all += text;
      rest += text;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      events.push(...blocks.flatMap(readBlock));
    }
  })().catch(() => undefined);
  return {
    events,
    text: () => all,
    async close() {
      leaving.abort();
      await reading;
    },
  };
}

function readBlock(block: string): TaskEvent[] {
  const field = (name: string): string =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? '';
  const data = field('data');
  return data === '' ? [] : [{ id: field('id'), name: field('event'), task: JSON.parse(data) as Shown }];
}
