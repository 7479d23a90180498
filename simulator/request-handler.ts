import type { IncomingMessage, ServerResponse } from 'node:http';
import { MOST_BODY_BYTES, readBody } from './body-reader.ts';
import { pause } from './body-writer.ts';
import { answerControl } from './controls.ts';
import { deliver } from './delivery.ts';
import type { FaultEffect } from './faults.ts';
import { createIdleCloser, type IdleCloser } from './idle-closer.ts';
import { callBack } from './jobs/callbacks.ts';
import { asObject, type JsonObject } from './json-shape.ts';
import { type Call, type Platform, Refusal, type Reply, type WholeReply } from './platform.ts';
import type { SimulatorState } from './state.ts';

/** A request that was read and belongs to a platform. */
type Arrival = {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly platform: Platform;
  readonly path: string;
  readonly query: string;
  readonly bytes: Buffer | 'too-large';
  readonly requestId: string;
  readonly atMs: number;
};

/** What Node's server calls for each request: controls are answered, all else goes to its platform. */
export function createRequestHandler(
  platforms: readonly Platform[],
  state: SimulatorState,
  nowMs: () => number,
): (req: IncomingMessage, res: ServerResponse) => void {
  const idleCloser = createIdleCloser();
  let lastId = 0;
  return (req, res) => {
    idleCloser.busy(req.socket);
    // A connection that breaks is seen by the response's close; without a listener it would end the process.
    res.on('error', () => {});
    const url = req.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    readBody(req, (bytes) => {
      if (path.startsWith('/__sim/')) return sendControl(res, req.method ?? '', path, query, bytes, state);
      const platform = platforms.find(({ basePath }) => path === basePath || path.startsWith(`${basePath}/`));
      if (platform === undefined) return sendJson(res, 404, NO_PLATFORM);
      const requestId = `req_sim_${(++lastId).toString().padStart(8, '0')}`;
      const arrival = { req, res, platform, path, query, bytes, requestId, atMs: nowMs() };
      serve(arrival, state, idleCloser, nowMs).catch((error: unknown) => res.destroy(asError(error)));
    });
  };
}

const NO_PLATFORM = { error: { message: 'no provider is played at this path' } };

async function serve(
  arrival: Arrival,
  state: SimulatorState,
  idleCloser: IdleCloser,
  nowMs: () => number,
): Promise<void> {
  const { req, res, platform, path, query, bytes, atMs } = arrival;
  const body = bytes === 'too-large' ? Buffer.alloc(0) : bytes;
  state.requests.record({ method: req.method ?? '', path, query, rawHeaders: req.rawHeaders, body, atMs });
  const parsed = parseObject(body);
  const local = path.slice(platform.basePath.length);
  const credential = platform.credentialOf(req.headers, query);
  const effect = state.faults.effectOn({ credential, path, model: modelOf(platform, local, parsed) });
  if (effect !== undefined) await beforeAnswer(res, effect, idleCloser);
  const call: Call = {
    requestId: arrival.requestId,
    method: req.method ?? '',
    path: local,
    query,
    headers: req.headers,
    body: parsed,
    bytes: body,
    atMs,
    omitUsage: effect?.omit_usage === true,
    pace: state.pace,
    promptCache: state.promptCache,
    storedAnswers: state.storedAnswers,
    jobs: state.jobs,
    callBack: (job) => callBack(job, state.jobs, nowMs),
  };
  if (res.destroyed) return;
  const reply = faultReply(platform, call, effect) ?? replyOf(platform, call, credential, bytes);
  const inBandError = () => platform.inBandError(call.requestId);
  await deliver({ res, call, credential, effect, books: state.books, inBandError }, reply);
}

function replyOf(platform: Platform, call: Call, credential: string, bytes: Buffer | 'too-large'): Reply {
  try {
    if (bytes === 'too-large') throw new Refusal(413, `The body is larger than ${MOST_BODY_BYTES} bytes.`);
    return platform.answer(call, credential);
  } catch (error) {
    if (error instanceof Refusal) return platform.refuse(error, call.requestId);
    throw error;
  }
}

async function beforeAnswer(res: ServerResponse, effect: FaultEffect, idleCloser: IdleCloser): Promise<void> {
  const idleMs = effect.close_idle_ms;
  const socket = res.socket;
  if (idleMs !== undefined && socket !== null) {
    res.once('finish', () => idleCloser.closeWhenIdle(socket, idleMs));
  }
  await pause(res, effect.delay_ms ?? 0);
}

function faultReply(platform: Platform, call: Call, effect: FaultEffect | undefined): WholeReply | undefined {
  if (effect === undefined) return undefined;
  const { status = effect.retry_after === undefined ? undefined : 429, body } = effect;
  if (status === undefined && body === undefined) return undefined;
  if (body === undefined) return platform.refuse(new Refusal(status ?? 500, SIMULATED), call.requestId);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { type: 'whole', status: status ?? 200, body: text };
}

const SIMULATED = 'A fault that was asked for.';

function modelOf(platform: Platform, path: string, body: JsonObject | undefined): string {
  try {
    return platform.modelOf(path, body);
  } catch {
    return '';
  }
}

function parseObject(bytes: Buffer): JsonObject | undefined {
  if (bytes.length === 0) return {};
  try {
    return asObject(JSON.parse(bytes.toString()));
  } catch {
    return undefined;
  }
}

function sendControl(
  res: ServerResponse,
  method: string,
  path: string,
  query: string,
  bytes: Buffer | 'too-large',
  state: SimulatorState,
): void {
  const body = bytes === 'too-large' ? '' : bytes.toString();
  const { status, value } = answerControl({ method, path, query, body }, state);
  sendJson(res, status, value);
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  res.writeHead(status, ['content-type', 'application/json', 'content-length', `${Buffer.byteLength(body)}`]);
  res.end(body);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
