import type { GatewayClient } from '../gateway-client.ts';
import { type AskOptions, ask, type Heard } from './ask.ts';
import { until } from './ledger.ts';

/** The limits of a key as the management API takes them. */
export interface KeyBounds {
  readonly limits?: {
    readonly rpm?: number | null;
    readonly tpm?: number | null;
    readonly concurrency?: number | null;
    readonly queue_limit?: number;
  };
  readonly spend_windows?: Readonly<Record<string, string | null>>;
  /** Its name; the Default one where none is given. */
  readonly project?: string;
  readonly quota?: string | null;
}

/** A key with limits, and how to use it. */
export interface LimitedKey {
  readonly id: string;
  /** Sends a chat request, of which at most 100 tokens come back. */
  chat(fields?: Record<string, unknown>, options?: AskOptions): Promise<Heard>;
  /** Sends something else with the key. */
  ask(path: string, body: unknown, options?: AskOptions): Promise<Heard>;
  change(bounds: KeyBounds & { readonly status?: string }): Promise<void>;
}

/** What keys are made with: a gateway of any kind. */
export type KeyMaker = Pick<GatewayClient, 'manage'> & { readonly url: string };

let made = 0;

/** Creates a key of the group `default` with these limits. */
export async function createLimitedKey(gateway: KeyMaker, bounds: KeyBounds): Promise<LimitedKey> {
  made += 1;
  const value = `limited-key-of-a-test-${made}`;
  const body = { name: value, value, group: 'default', ...bounds };
  const created = await gateway.manage<{ id: string }>('POST', '/keys', body);
  if (created.status !== 201) {
    throw new Error(`the key was not created: ${JSON.stringify(created.body)}`);
  }
  const { id } = created.body;
  const askWith = (path: string, asked: unknown, options: AskOptions = {}): Promise<Heard> =>
    ask(gateway.url + path, asked, { ...options, headers: { authorization: `Bearer ${value}` } });
  return {
    id,
    ask: askWith,
    chat: (fields = {}, options = {}) => askWith('/v1/chat/completions', { ...CHAT, ...fields }, options),
    async change(changed) {
      const { status, body: answer } = await gateway.manage('PATCH', `/keys/${id}`, changed);
      if (status !== 200) {
        throw new Error(`the key was not changed: ${JSON.stringify(answer)}`);
      }
    },
  };
}

const CHAT = {
  model: 'gpt-test',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'hello repeat:1000' }],
};

/** What one such chat request holds while it runs, and what it costs, in nano-dollars. */
export async function measureChat(gateway: KeyMaker): Promise<{ holdNano: number; costNano: number }> {
  const key = await createLimitedKey(gateway, {});
  const nano = (usd: string): number => Math.round(Number(usd) * 1e9);
  const heard = await key.chat();
  let found: { charge: { hold: string; amount: string } } | undefined;
  await until('the request has its row', async () => {
    const { body } = await gateway.manage<{ data: (typeof found & { id: string })[] }>(
      'GET',
      '/requests?limit=100',
    );
    found = body.data.find(({ id }) => id === heard.headers['x-request-id']);
    return found !== undefined;
  });
  return { holdNano: nano(found?.charge.hold ?? ''), costNano: nano(found?.charge.amount ?? '') };
}

/** Nano-dollars as the management API takes them. */
export function usd(nano: number): string {
  return (nano / 1e9).toFixed(9);
}

/** How many answers had each status. */
export function countStatuses(heard: readonly Heard[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of heard) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** The code of a refusal in OpenAI's shape. */
export function codeOf({ text }: Heard): string {
  return JSON.parse(text).error.code;
}
