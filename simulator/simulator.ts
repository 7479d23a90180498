import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { anthropic } from './anthropic/platform.ts';
import { antigravity } from './antigravity/platform.ts';
import { ark } from './ark/platform.ts';
import { type Bill, createBooks } from './bill.ts';
import { fal } from './fal/platform.ts';
import { createFaults, type FaultRule } from './faults.ts';
import { gemini } from './gemini/platform.ts';
import type { JobPlan } from './jobs/job-plan.ts';
import { createJobs, type Job } from './jobs/jobs.ts';
import { kling } from './kling/platform.ts';
import { minimax } from './minimax/platform.ts';
import { openai } from './openai/platform.ts';
import { createStoredAnswers } from './openai/stored-responses.ts';
import { DEFAULT_PACE, type Pace } from './pace.ts';
import type { Platform } from './platform.ts';
import { createPromptCache } from './prompt-cache.ts';
import { replicate } from './replicate/platform.ts';
import { createRequestHandler } from './request-handler.ts';
import { createRequestLog, type RecordedRequest } from './request-log.ts';
import type { SimulatorState } from './state.ts';
import { stripe } from './stripe/platform.ts';
import { suno } from './suno/platform.ts';

/** A running simulator, driven from the same process. The controls over HTTP do the same. */
export type Simulator = {
  /** `http://host:port`, without a slash at the end. */
  url: string;
  port: number;
  bill(): Bill;
  /** The last 1,000 requests, oldest first, controls not among them. */
  requests(): RecordedRequest[];
  addFaults(rules: FaultRule[]): void;
  clearFaults(): void;
  setPace(pace: Partial<Pace>): void;
  /** Every job that was submitted, oldest first. */
  jobs(): Job[];
  /** What happens to jobs from now on. */
  planJobs(plan: Partial<JobPlan>): void;
  /** Back to the start: bill, requests, faults, pace and cached prompts. */
  reset(): void;
  /** Connections that are open now, idle ones included. */
  openConnections(): number;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
};

/** Every provider that is played. */
const PLATFORMS: readonly Platform[] = [
  ...[openai, anthropic, gemini, antigravity, ark, minimax, fal, kling, suno, replicate, stripe],
];

/** Starts a simulator; port 0 (the default) takes a free one. Rejects when the address cannot be listened on. */
export async function startSimulator(options: { port?: number; host?: string } = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const state = createState();
  const sockets = new Set<Socket>();
  const server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: 128 * 1024 },
    createRequestHandler(PLATFORMS, state, () => Date.now()),
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, 1024, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    bill() {
      state.jobs.charge(state.books, Date.now());
      return state.books.bill();
    },
    jobs: () => state.jobs.list(),
    planJobs: (plan) => state.jobs.setPlan(plan),
    requests: () => state.requests.list(),
    addFaults: (rules) => state.faults.add(rules),
    clearFaults: () => state.faults.clear(),
    setPace: (pace) => state.setPace(pace),
    reset: () => state.reset(),
    openConnections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function createState(): SimulatorState {
  const state: SimulatorState = {
    books: createBooks(),
    requests: createRequestLog(),
    faults: createFaults(),
    promptCache: createPromptCache(),
    storedAnswers: createStoredAnswers(),
    jobs: createJobs(),
    pace: DEFAULT_PACE,
    setPace(pace) {
      state.pace = { ...state.pace, ...pace };
    },
    reset() {
      state.books.clear();
      state.requests.clear();
      state.faults.clear();
      state.promptCache.clear();
      state.storedAnswers.clear();
      state.jobs.clear();
      state.pace = DEFAULT_PACE;
    },
  };
  return state;
}
