import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenRecord, RequestRecord } from '../request-record.ts';
import { closeRecord, openRecord, refusedRecord } from '../testing/records.ts';
import { openJournal } from './file-journal.ts';
import { type Journal, JournalFullError, type JournalOptions } from './journal.ts';
import { LineBuffer } from './line-buffer.ts';
import type { Place } from './places.ts';
import { addTurn } from './turn-lines.ts';

let directory: string;
let failures: string[];
const started: Journal[] = [];

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'turnpike-journal-')), 'journal');
  failures = [];
  openings.clear();
});

afterEach(async () => {
  for (const journal of started.splice(0)) {
    journal.stop();
  }
  await rm(join(directory, '..'), { recursive: true, force: true });
});

function start(options: Partial<JournalOptions> = {}): Journal {
  const journal = openJournal({ directory, onFailure: (error) => failures.push(error.message), ...options });
  started.push(journal);
  return journal;
}

const openings = new Map<string, Place>();
const open = (journal: Journal, record: OpenRecord) =>
  new Promise<Error | undefined>((resolve) => openings.set(record.id, journal.open(record, resolve)));
const close = (journal: Journal, record: RequestRecord) =>
  new Promise<Error | undefined>((resolve) =>
    journal.close(record, openings.get(record.id) ?? null, resolve),
  );

async function recover(journal: Journal) {
  const closed: RequestRecord[] = [];
  const interrupted: OpenRecord[] = [];
  for await (const part of journal.recover()) {
    closed.push(...part.closed);
    interrupted.push(...part.interrupted);
  }
  return { closed, interrupted };
}

async function files(): Promise<string[]> {
  return (await readdir(directory)).sort();
}

/** The file that a run leaves which opened and closed request 1 and opened request 2. */
async function leaveFile(): Promise<string> {
  const journal = start();
  await open(journal, openRecord(1));
  await close(journal, closeRecord(1));
  await open(journal, openRecord(2));
  journal.stop();
  const [name = ''] = await files();
  return join(directory, name);
}

describe('openJournal', () => {
  it('answers after the write, and the next run finds what was closed and what was not', async () => {
    const journal = start();
    let isDone = false;
    journal.open(openRecord(1), () => {
      isDone = true;
    });
    expect(isDone).toBe(false);
    await open(journal, openRecord(2));
    expect(isDone).toBe(true);
    expect(await close(journal, closeRecord(1))).toBeUndefined();
    await close(journal, refusedRecord(3));
    const next = start();
    expect(await recover(next)).toEqual({
      closed: [closeRecord(1), refusedRecord(3)],
      interrupted: [openRecord(2)],
    });
  });

  it('deletes the files of earlier runs when everything in them was taken, and not before', async () => {
    await leaveFile();
    const journal = start();
    for await (const { closed } of journal.recover()) {
      expect(closed).toHaveLength(1);
      break;
    }
    expect(await files()).toHaveLength(1);
    await recover(journal);
    expect(await files()).toEqual([]);
  });

  it('writes for the owner alone', async () => {
    const path = await leaveFile();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it('passes over a torn end, wherever it is torn', async () => {
    const path = await leaveFile();
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let end = lastLine; end < whole.length - 1; end += 1) {
      await writeFile(path, whole.subarray(0, end));
      expect(await recover(start()), `torn at ${end}`).toEqual({ closed: [closeRecord(1)], interrupted: [] });
    }
    expect(failures).toEqual([]);
  });

  it('reports damage in the middle and reads on', async () => {
    const path = await leaveFile();
    const whole = await readFile(path);
    whole[whole.indexOf('\n') + 20] = 0;
    await writeFile(path, whole);
    expect(await recover(start())).toEqual({ closed: [], interrupted: [openRecord(1), openRecord(2)] });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain('damaged');
  });

  it('keeps its memory when a file has no lines at all', async () => {
    const path = await leaveFile();
    await appendFile(path, Buffer.alloc(3_000_000, 'x'));
    const buffer = new LineBuffer();
    addTurn(buffer, { opened: [openRecord(9)], closed: [] });
    await appendFile(path, Buffer.concat([Buffer.from('\n'), buffer.bytes.subarray(0, buffer.length)]));
    expect((await recover(start())).interrupted).toEqual([openRecord(2), openRecord(9)]);
    expect(failures).toHaveLength(1);
  });

  it('hands closed requests over in the turn they were written, also to a late receiver', async () => {
    const journal = start();
    await close(journal, refusedRecord(1));
    const batches: string[][] = [];
    journal.onClosed((records) => batches.push(records.map(({ id }) => id)));
    await Promise.all([close(journal, refusedRecord(2)), close(journal, refusedRecord(3))]);
    expect(batches).toEqual([[refusedRecord(1).id], [refusedRecord(2).id, refusedRecord(3).id]]);
    expect(journal.backlog()).toBe(3);
  });

  it('drops a segment when everything in it is in the database, and takes running requests along', async () => {
    const journal = start({ segmentBytes: 2_000 });
    await open(journal, openRecord(0));
    for (let n = 1; n <= 20; n += 1) {
      await open(journal, openRecord(n));
      await close(journal, closeRecord(n));
    }
    expect((await files()).length).toBeGreaterThan(3);
    journal.release(20);
    await close(journal, closeRecord(21));
    expect((await files()).length).toBeLessThanOrEqual(2);
    expect(journal.backlog()).toBe(1);
    journal.stop();
    const { closed, interrupted } = await recover(start());
    expect(interrupted).toEqual([openRecord(0)]);
    // The segment that was written to last still has what was released meanwhile.
    expect(closed.at(-1)).toEqual(closeRecord(21));
    expect(closed.length).toBeLessThan(6);
  });

  it('leaves no file when everything is in the database at the end', async () => {
    const journal = start();
    await open(journal, openRecord(1));
    await close(journal, closeRecord(1));
    journal.release(1);
    journal.stop();
    expect(await files()).toEqual([]);
    expect(await open(journal, openRecord(2))).toBeInstanceOf(Error);
  });

  it('refuses to open more when too many requests wait for the database, and still closes', async () => {
    const journal = start({ maxBacklogRecords: 2 });
    await open(journal, openRecord(1));
    await Promise.all([close(journal, closeRecord(1)), close(journal, refusedRecord(2))]);
    expect(await open(journal, openRecord(3))).toBeInstanceOf(JournalFullError);
    expect(await close(journal, refusedRecord(4))).toBeInstanceOf(JournalFullError);
    journal.release(1);
    expect(await open(journal, openRecord(3))).toBeUndefined();
    expect(journal.backlog()).toBe(1);
  });

  it('says when it cannot write, still hands over what was closed, and recovers by itself', async () => {
    const journal = start();
    const received: RequestRecord[] = [];
    journal.onClosed((records) => received.push(...records));
    await rm(directory, { recursive: true });
    expect(await open(journal, openRecord(1))).toBeInstanceOf(Error);
    expect(await close(journal, closeRecord(2))).toBeInstanceOf(Error);
    expect(received).toEqual([closeRecord(2)]);
    expect(failures).toHaveLength(1);
    start().stop();
    expect(await open(journal, openRecord(3))).toBeUndefined();
    expect((await recover(start())).interrupted).toEqual([openRecord(3)]);
  });

  it('refuses a record that is too long to be read back, and no other of its turn', async () => {
    const journal = start();
    const model = 'x'.repeat(400_000);
    const results = await Promise.all([
      open(journal, openRecord(1)),
      open(journal, { ...openRecord(2), model }),
      close(journal, refusedRecord(3)),
      close(journal, closeRecord(4, { model })),
    ]);
    expect(results.map((problem) => problem?.message.includes('too long'))).toEqual([
      undefined,
      true,
      undefined,
      true,
    ]);
    expect(journal.backlog()).toBe(1);
    expect(await recover(start())).toEqual({ closed: [refusedRecord(3)], interrupted: [openRecord(1)] });
  });

  it('answers everyone when one of them throws', async () => {
    const journal = start();
    journal.open(openRecord(1), () => {
      throw new Error('of the caller');
    });
    expect(await open(journal, openRecord(2))).toBeUndefined();
    expect(failures).toEqual(['of the caller']);
  });
});
