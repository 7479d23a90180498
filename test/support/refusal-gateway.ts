import { setTimeout as delay } from 'node:timers/promises';
import { startTestGateway, type TestGateway, testConfig } from './gateway.ts';

/** Keys of every kind that can be refused, by what is the matter with them. */
export const REFUSED_KEYS = {
  inactive: 'key-that-is-inactive',
  deleted: 'key-that-is-deleted',
  expired: 'key-that-is-expired',
  exhausted: 'key-that-is-exhausted',
  restricted: 'key-that-is-restricted',
  image: 'key-for-image-tasks-only',
  googleOnly: 'key-of-a-group-of-gemini-alone',
  openaiOnly: 'key-of-a-group-of-openai-alone',
  unknown: 'key-that-nobody-created',
  malformed: 'short',
} as const;

/** A key of `REFUSED_KEYS`. */
export type RefusedKey = keyof typeof REFUSED_KEYS;

/** Names of the projects that have all these keys; the second project's errors are flat. */
export const REFUSAL_PROJECTS = ['Default', 'Flat'] as const;

/** The value of a key in one of the projects. Unknown and malformed keys belong to none. */
export function refusedKey(kind: RefusedKey, project: (typeof REFUSAL_PROJECTS)[number] = 'Default'): string {
  const value = REFUSED_KEYS[kind];
  return project === 'Default' || kind === 'unknown' || kind === 'malformed' ? value : `${value}-flat`;
}

/** A key cannot be made that is expired already, so it is waited for. */
const EXPIRES_IN_MS = 150;

/** A test gateway with every key that is refused for a reason, in a native and in a flat project. */
export async function startRefusalGateway(
  options: { env?: Record<string, string>; config?: (simulatorUrl: string) => string } = {},
): Promise<TestGateway> {
  const gateway = await startTestGateway({ config: options.config ?? refusalConfig, env: options.env ?? {} });
  for (const project of REFUSAL_PROJECTS) {
    await createKeys(gateway, project);
  }
  return gateway;
}

/** The usual configuration with an image batch group, groups of one platform, and a flat project. */
function refusalConfig(simulatorUrl: string): string {
  return testConfig(simulatorUrl)
    .replace(
      'models:\n',
      `  - { name: google-only, platforms: [gemini], translate: false }
  - { name: openai-only, platforms: [openai], translate: false }
image_batch_groups:
  - { name: images, models: [gemini-test], concurrency: 4, queue_limit: 100, prices: { "1K": "0.04" } }
models:
`,
    )
    .replace('keys:\n', '  - { name: Flat, mode: credits, error_format: flat }\nkeys:\n');
}

async function createKeys(gateway: TestGateway, project: (typeof REFUSAL_PROJECTS)[number]): Promise<void> {
  const create = async (kind: RefusedKey, fields: Record<string, unknown>): Promise<string> => {
    const value = refusedKey(kind, project);
    const { status, body } = await gateway.manage<{ id: string }>('POST', '/keys', {
      name: `${kind} ${project}`,
      project,
      value,
      ...fields,
    });
    if (status !== 201) {
      throw new Error(`the key "${kind}" was not created: ${JSON.stringify(body)}`);
    }
    return body.id;
  };
  const inactive = await create('inactive', { group: 'default' });
  await gateway.manage('PATCH', `/keys/${inactive}`, { status: 'inactive' });
  const deleted = await create('deleted', { group: 'default' });
  await gateway.manage('DELETE', `/keys/${deleted}`);
  await create('expired', {
    group: 'default',
    expires_at: new Date(Date.now() + EXPIRES_IN_MS).toISOString(),
  });
  await create('exhausted', { group: 'default', quota: '0' });
  await create('restricted', { group: 'default', models: ['other-*'] });
  await create('image', { image_batch_group: 'images' });
  await create('googleOnly', { group: 'google-only' });
  await create('openaiOnly', { group: 'openai-only' });
  await delay(EXPIRES_IN_MS);
}
