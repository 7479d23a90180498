import { startTestGateway, type TestGateway, testConfig } from '../gateway.ts';

/** What a scanner reports leaked keys with, to the gateway of `startKeyGateway`. */
export const LEAK_SECRET = 'the-secret-of-the-leak-scanner';

/** A key as the management API makes it. */
export interface MadeKey {
  readonly id: string;
  readonly key: string;
  readonly preview: string;
}

/** A gateway whose keys can have every policy. */
export interface KeyGateway extends TestGateway {
  /** Makes a key of the group `default`, unless `fields` say otherwise. */
  makeKey(fields?: Record<string, unknown>): Promise<MadeKey>;
  /** Asks `gpt-test` something; the answer's status and body. */
  ask(key: string, headers?: Record<string, string>, body?: object): Promise<Asked>;
}

/** What became of a question. */
export interface Asked {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A usual body of `POST /v1/chat/completions`. */
export const QUESTION = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };

/**
 * A test gateway with groups of every platform and an image batch group, behind a proxy on this machine, so
 * that `x-forwarded-for` says where a request comes from.
 */
export async function startKeyGateway(env: Record<string, string> = {}): Promise<KeyGateway> {
  const gateway = await startTestGateway({
    config: keyConfig,
    env: { TRUSTED_PROXIES: '127.0.0.0/8,::1', TURNPIKE_LEAK_REPORT_SECRET: LEAK_SECRET, ...env },
  });
  return {
    ...gateway,
    async makeKey(fields = {}) {
      const bound = 'image_batch_group' in fields ? {} : { group: 'default' };
      const { status, body } = await gateway.manage<MadeKey>('POST', '/keys', {
        name: 'made',
        ...bound,
        ...fields,
      });
      if (status !== 201) {
        throw new Error(`the key was not made: ${JSON.stringify(body)}`);
      }
      return body;
    },
    async ask(key, headers = {}, body = QUESTION) {
      const response = await gateway.post('/v1/chat/completions', body, {
        authorization: `Bearer ${key}`,
        ...headers,
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}

function keyConfig(simulatorUrl: string): string {
  return testConfig(simulatorUrl)
    .replace(
      'models:\n',
      [
        '  - { name: openai, platforms: [openai], translate: false }',
        '  - { name: anthropic, platforms: [anthropic], translate: false }',
        '  - { name: gemini, platforms: [gemini], translate: false }',
        'image_batch_groups:',
        '  - { name: images, models: [gemini-2.5-flash-image] }',
        'models:\n',
      ].join('\n'),
    )
    .replaceAll('groups: [default]', 'groups: [default, openai, anthropic, gemini]');
}
