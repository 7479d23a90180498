import { readdirSync, readFileSync } from 'node:fs';
import type { Operation, StreamFraming } from '../../../src/dialects/dialect.ts';
import * as operations from '../../../src/dialects/index.ts';

/** One recorded-shape stream with the operation whose answer it is. */
export interface FixtureStream {
  readonly name: string;
  readonly operation: Operation;
  readonly framing: StreamFraming;
  readonly bytes: Buffer;
}

/** Reads a fixture of a dialect's folder as bytes. */
export function readFixture(folder: string, file: string): Buffer {
  return readFileSync(new URL(`../../../src/dialects/${folder}/fixtures/${file}`, import.meta.url));
}

/** All streams of one dialect's folder: `.sse` files are events, `.json` files arrays. */
function fixtureStreams(operation: Operation): readonly FixtureStream[] {
  const folder = operation.dialect;
  return readdirSync(new URL(`../../../src/dialects/${folder}/fixtures/`, import.meta.url))
    .filter((file) => !file.endsWith('.md'))
    .map((file) => ({
      name: `${folder}/${file}`,
      operation,
      framing: file.endsWith('.json') ? 'json-array' : 'sse',
      bytes: readFixture(folder, file),
    }));
}

/** All streams of all dialects. */
export const ALL_STREAMS: readonly FixtureStream[] = [
  operations.chatCompletions,
  operations.messages,
  operations.responses,
  operations.geminiStreamGenerate,
  operations.completions,
  operations.imageGenerations,
  operations.audioTranscriptions,
].flatMap(fixtureStreams);
