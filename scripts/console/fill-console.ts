import type { ConsoleProcess } from '../../test/support/console/console-process.ts';
import { type Cookies, callAs } from '../../test/support/console/session.ts';

/** What pictures are taken of. */
export interface Filled {
  readonly keyId: string;
}

const KEYS: readonly Record<string, unknown>[] = [
  {
    name: 'production-text',
    quota: '250',
    spend_windows: { '1d': '25' },
    limits: { rpm: 600, tpm: 400_000 },
  },
  { name: 'claude-code', quota: '50', ip_allow: ['127.0.0.0/8', '10.0.0.0/8'] },
  { name: 'nightly-evaluation', expires_at: '2027-03-31T00:00:00Z', models: ['gpt-4o-*', 'claude-*'] },
  { name: 'staging', quota: '5' },
  { name: 'old laptop' },
  { name: 'production-image', image_batch_group: 'images', quota: '100' },
];

/** Fills a fresh demonstration with what people have: keys of all kinds and requests of several models. */
export async function fillConsole(gateway: ConsoleProcess, cookies: Cookies): Promise<Filled> {
  const me = await callAs<{ organizations: { id: string }[] }>(gateway, cookies, 'GET', '/api/v1/me');
  const organization_id = me.organizations[0]?.id;
  const made: { id: string; key: string; name: string }[] = [];
  for (const key of KEYS) {
    const bound = 'image_batch_group' in key ? {} : { group: 'default' };
    made.push(await callAs(gateway, cookies, 'POST', '/api/v1/keys', { ...bound, ...key, organization_id }));
  }
  const old = made.find(({ name }) => name === 'old laptop');
  await callAs(gateway, cookies, 'PATCH', `/api/v1/keys/${old?.id}`, { status: 'inactive' });
  await sendRequests(gateway.url, made[0]?.key ?? '');
  await sendRequests(gateway.url, made[1]?.key ?? '');
  return { keyId: made[0]?.id ?? '' };
}

async function sendRequests(url: string, key: string): Promise<void> {
  const { data } = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } }).then(
    (answer) => answer.json() as Promise<{ data: { id: string }[] }>,
  );
  for (const { id } of data.slice(0, 6)) {
    await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: id,
        messages: [{ role: 'user', content: 'Say something about toll roads' }],
      }),
    }).then((answer) => answer.arrayBuffer());
  }
}
