/**
 * A process to be killed: opens and closes requests in the journal of a directory as fast as it can, and
 * reports each one on standard output as soon as the journal says that it is written.
 * Arguments: directory, number of the first request, bytes of a segment.
 */
import { writeSync } from 'node:fs';
import { openJournal } from '../journal/file-journal.ts';
import { closeRecord, openRecord } from './records.ts';

const STDOUT = 1;
const PARALLEL = 8;

const [directory = '', first = '0', segmentBytes = '65536'] = process.argv.slice(2);
const journal = openJournal({
  directory,
  segmentBytes: Number(segmentBytes),
  onFailure: (error) => writeSync(STDOUT, `failure ${error.message}\n`),
});
let next = Number(first);

function runOne(): void {
  const n = next;
  next += 1;
  const opening = journal.open(openRecord(n), (problem) => {
    report(problem === undefined ? `open ${n}` : 'refused');
    if (problem !== undefined) {
      setTimeout(runOne, 1);
      return;
    }
    journal.close(closeRecord(n), opening, (failure) => {
      report(failure === undefined ? `close ${n}` : 'refused');
      runOne();
    });
  });
}

function report(line: string): void {
  writeSync(STDOUT, `${line}\n`);
}

for (let started = 0; started < PARALLEL; started += 1) {
  runOne();
}
