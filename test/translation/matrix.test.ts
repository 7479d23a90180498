import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CannotCarryError } from '../../src/dialects/codec.ts';
import type { TestGateway } from '../support/gateway.ts';
import { allRows, countedBy, countedIn, priceNanoOf } from '../support/translation/accounts.ts';
import { bodyOf, CLIENTS, type Client } from '../support/translation/clients.ts';
import { type Direction, type Exchanged, exchange, routeOf } from '../support/translation/exchange.ts';
import {
  MATRIX_PLATFORMS,
  type MatrixPlatform,
  startMatrixGateway,
} from '../support/translation/matrix-gateway.ts';
import { type Said, saidIn, thoughtIn } from '../support/translation/said.ts';
import { CONVERSATIONS, type Conversation, type Dialect } from './conversations/index.ts';

let gateway: TestGateway;
/** Everything that was exchanged, for the accounts at the end. */
const exchanged: Exchanged[] = [];
/** What was first said of each conversation by each dialect of an upstream. */
const firstSaid = new Map<string, Said>();

beforeAll(async () => {
  gateway = await startMatrixGateway();
});
afterAll(() => gateway.close());

for (const client of CLIENTS) {
  for (const platform of MATRIX_PLATFORMS) {
    describe(`${client.name} on ${platform.name}`, () => {
      for (const conversation of CONVERSATIONS) {
        it(conversation.name, () => converse(client, platform, conversation));
      }
    });
  }
}

describe('the accounts', () => {
  it('have one row for each request, with what the simulator bills and what the client was told', async () => {
    const rows = await allRows(gateway, exchanged.length);
    expect(rows.size).toBe(exchanged.length);
    for (const one of exchanged) {
      const row = rows.get(one.headers.get('x-request-id') ?? one.headers.get('request-id') ?? '');
      const usage = Object.entries(one.billed).map(([kind, count]) => [`${kind}_tokens`, count]);
      expect(row?.usage).toMatchObject(Object.fromEntries(usage));
      expect(Math.round(Number(row?.charge.amount) * 1e9)).toBe(priceNanoOf(one.billed));
    }
    const wallet = await gateway.wallet();
    const spentNano = exchanged.reduce((sum, { billed }) => sum + priceNanoOf(billed), 0);
    expect(wallet).toMatchObject({ held: '0' });
    expect(Math.round(Number(wallet.spent) * 1e9)).toBe(spentNano);
  });
});

/** Whole and streamed, they must say the same, and what every other client hears of this upstream. */
async function converse(
  client: Client,
  platform: MatrixPlatform,
  { name, request, unsayableIn, expected }: Conversation,
): Promise<void> {
  if (unsayableIn.includes(client.codec.dialect as Dialect)) {
    expect(() => bodyOf(client, request, platform.model)).toThrow(CannotCarryError);
    return;
  }
  const upstream = upstreamDialect(client, platform, unsayableIn);
  for (const isStreaming of [false, true]) {
    const direction = { gateway, client, platform, isStreaming };
    const one = await exchange(direction, request);
    exchanged.push(one);
    if (unsayableIn.includes(upstream)) {
      expect(one.status, one.text).toBe(400);
      continue;
    }
    expectSound(direction, one, upstream);
    expectAnswer(one, expected);
    const said = one.response === null ? null : saidIn(one.response);
    const key = `${name} by ${upstream}${expected.isWordedByDialect === true ? ` for ${client.name}` : ''}`;
    expect(said).toEqual(firstSaid.get(key) ?? said);
    if (said !== null) {
      firstSaid.set(key, said);
    }
  }
}

function expectSound(
  direction: Direction,
  { status, headers, text, response, billed }: Exchanged,
  upstream: Dialect,
): void {
  expect(status, text).toBe(200);
  const route = Buffer.from(headers.get('x-turnpike-route') ?? '', 'latin1').toString('utf8');
  expect(route).toBe(routeOf(direction, upstream));
  expect(countedBy(response?.measured ?? null)).toEqual(countedIn(billed));
  const cost = [...text.matchAll(/"cost":"?([\d.e-]+)/g)].at(-1)?.[1];
  expect(Math.round(Number(cost) * 1e9)).toBe(priceNanoOf(billed));
}

function expectAnswer(
  { response, billed }: Exchanged,
  { calls, finish, text, thinks }: Conversation['expected'],
) {
  if (response === null) {
    return;
  }
  const said = saidIn(response);
  expect(calls ?? said.calls.map(({ name }) => name)).toEqual(said.calls.map(({ name }) => name));
  expect(finish ?? said.finishes[0]).toBe(said.finishes[0]);
  expect(said.texts.join('')).toMatch(text ?? /^/);
  if (thinks === true) {
    expect(billed.reasoning).toBeGreaterThan(0);
  }
  expect(thoughtIn(response) === '' || billed.reasoning > 0).toBe(true);
}

/** The client's own dialect, else the first that can carry the conversation, else the one that refuses it. */
function upstreamDialect(
  client: Client,
  { dialects }: MatrixPlatform,
  unsayableIn: readonly Dialect[],
): Dialect {
  const { dialect } = client.codec;
  const sayable = dialects.find((one) => !unsayableIn.includes(one as Dialect));
  return (dialects.includes(dialect) ? dialect : (sayable ?? dialects[0])) as Dialect;
}
