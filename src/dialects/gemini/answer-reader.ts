import type { CanonicalEvent, CanonicalRequest } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readCount, readWord } from '../usage-counts.ts';
import { type CandidateReader, createCandidateReader } from './candidate-reader.ts';
import { errorOf } from './errors.ts';
import { blockOf } from './finish-reasons.ts';
import { geminiUsage } from './usage.ts';

/** Reads the responses of one answer, a stream of them or the only one. */
export interface AnswerReader {
  /** The events of one response. */
  read(response: JsonObject): readonly CanonicalEvent[];
  /** Whether every candidate said why it ended, or the prompt was blocked. */
  isComplete(): boolean;
}

/** A reader of one answer of an upstream of `dialect`. */
export function createAnswerReader(dialect: string, request: CanonicalRequest): AnswerReader {
  const candidates = new Map<number, CandidateReader>();
  let events: CanonicalEvent[] = [];
  let idSeed: string | null = null;
  let isBlocked = false;

  function start(response: JsonObject): string {
    const id = readWord(response, 'responseId');
    events.push({ type: 'start', id });
    return `${id ?? ''}.${request.turns.length}`;
  }

  function readCandidate(candidate: JsonObject, seed: string): void {
    const choice = readCount(candidate, 'index') ?? 0;
    const known = candidates.get(choice);
    const emit = (event: CanonicalEvent) => events.push(event);
    const reader = known ?? createCandidateReader({ dialect, choice, idSeed: seed, emit });
    candidates.set(choice, reader);
    reader.read(candidate);
  }

  function readBlock(response: JsonObject): void {
    const finish = candidates.size > 0 || isBlocked ? null : blockOf(response);
    if (finish !== null) {
      isBlocked = true;
      events.push({ type: 'finish', choice: 0, finish });
    }
  }

  /** Usage grows from response to response, and each is the whole of it so far. */
  function readUsage(response: JsonObject): void {
    const { usageMetadata } = response;
    const measured = isJsonObject(usageMetadata) ? geminiUsage.measure(usageMetadata, null) : null;
    if (measured !== null) {
      events.push({ type: 'usage', measured });
    }
  }

  return {
    isComplete: () => isBlocked || (candidates.size > 0 && [...candidates.values()].every(isFinished)),
    read(response) {
      events = [];
      idSeed ??= start(response);
      if (isJsonObject(response.error)) {
        events.push({ type: 'error', error: errorOf(500, response, null) });
        return events;
      }
      for (const candidate of Array.isArray(response.candidates) ? response.candidates : []) {
        if (isJsonObject(candidate)) {
          readCandidate(candidate, idSeed);
        }
      }
      readBlock(response);
      readUsage(response);
      return events;
    },
  };
}

function isFinished(reader: CandidateReader): boolean {
  return reader.isFinished();
}
