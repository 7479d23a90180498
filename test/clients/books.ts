import { expect } from 'vitest';
import type { RecordedRequest } from '../../simulator/request-log.ts';
import type { Tokens } from '../../simulator/tokens.ts';
import type { RequestRow } from '../support/gateway-client.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';

/** Which header carries which credential of `testConfig` to which platform of the simulator. */
const CREDENTIALS = [
  ['/openai/', 'authorization', 'Bearer sim-openai-key'],
  ['/anthropic/', 'x-api-key', 'sim-anthropic-key'],
  ['/gemini/', 'x-goog-api-key', 'sim-gemini-key'],
] as const;
const CREDENTIAL_HEADERS: readonly string[] = [
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'cookie',
];

/**
 * The prices of `testConfig` in nano-dollars a token; they are whole, so sums need no rounding. Reasoning
 * that has no price of its own costs what output costs.
 */
const GPT = {
  input: 1000,
  output: 4000,
  cache_read: 500,
  reasoning: 4000,
  audio_input: 8000,
  audio_output: 16_000,
};
const GEMINI = { input: 500, output: 2000, cache_read: 100, reasoning: 2000 };
const PRICES: Readonly<Record<string, Partial<Tokens>>> = {
  'gpt-test': GPT,
  'embed-test': { input: 100 },
  'free-test': {},
  'claude-test': {
    reasoning: 15_000,
    input: 3000,
    output: 15_000,
    cache_read: 300,
    cache_write_5m: 3750,
    cache_write_1h: 6000,
  },
  'gemini-test': GEMINI,
  'google/gemini-test': GEMINI,
};

/** The ledger at a moment, so that what a test adds can be told from what was there. */
export interface BooksMark {
  readonly spentNano: number;
  readonly requestIds: ReadonlySet<string>;
}

/** Empties the simulator's books and remembers where the ledger stands. */
export async function openBooks(gateway: GatewayProcess): Promise<BooksMark> {
  gateway.simulator.reset();
  const [wallet, rows] = await Promise.all([gateway.wallet(), gateway.requests()]);
  return { spentNano: nano(wallet.spent), requestIds: new Set(rows.map(({ id }) => id)) };
}

/**
 * Fails unless, since the mark, the ledger has exactly what the simulator would charge, kind by kind and in
 * money, nothing is held, and every request came with the channel's own credential and nothing of ours.
 */
export async function expectBooksAgree(gateway: GatewayProcess, mark: BooksMark): Promise<void> {
  await expect
    .poll(() => differences(gateway, mark), { timeout: 5000, interval: 25 })
    .toEqual({ tokens: {}, chargedNano: 0, spentNano: 0, heldNano: 0, missingNano: 0 });
  gateway.simulator.requests().forEach(expectChannelCredential);
}

/** How much more the ledger has than the bill, kinds of tokens that agree left out. */
async function differences(gateway: GatewayProcess, mark: BooksMark) {
  const rows = (await gateway.requests()).filter(({ id }) => !mark.requestIds.has(id));
  const wallet = await gateway.wallet();
  const held = nano(wallet.held);
  const spent = nano(wallet.spent);
  const bill = gateway.simulator.bill();
  const priceNano = priceOf(bill.credentials);
  const tokens = Object.entries(bill.total.tokens).map(([kind, billed]) => {
    return [kind, sumOf(rows, ({ usage }) => usage[`${kind}_tokens`]) - billed] as const;
  });
  return {
    tokens: Object.fromEntries(tokens.filter(([, difference]) => difference !== 0)),
    chargedNano: sumOf(rows, ({ charge }) => nano(charge.amount)) - priceNano,
    spentNano: spent - mark.spentNano - priceNano,
    heldNano: held,
    missingNano: nano(wallet.granted) - nano(wallet.remaining) - held - spent,
  };
}

function sumOf(rows: readonly RequestRow[], count: (row: RequestRow) => number | undefined): number {
  return rows.reduce((sum, row) => sum + (count(row) ?? Number.NaN), 0);
}

function priceOf(credentials: ReturnType<GatewayProcess['simulator']['bill']>['credentials']): number {
  const models = Object.values(credentials).flatMap((credential) => Object.entries(credential.models));
  return models.reduce((total, [model, { tokens }]) => {
    const price = PRICES[model] ?? {};
    const kinds = Object.entries(tokens) as [keyof Tokens, number][];
    return total + kinds.reduce((sum, [kind, count]) => sum + count * (price[kind] ?? 0), 0);
  }, 0);
}

function expectChannelCredential(request: RecordedRequest): void {
  const [, name, value] = CREDENTIALS.find(([path]) => request.path.startsWith(path)) ?? ['', '', ''];
  expect(request.headers[name]).toBe(value);
  const names = Object.keys(request.headers);
  expect(names.filter((header) => CREDENTIAL_HEADERS.includes(header))).toEqual([name]);
  expect(names.filter((header) => header.startsWith('x-turnpike'))).toEqual([]);
}

/** Nano-dollars of a decimal text. */
function nano(usd: string): number {
  return Math.round(Number(usd) * 1e9);
}
