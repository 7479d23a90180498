import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../gateway.ts';
import { TEST_KEY } from '../gateway-client.ts';

/** The image key of every task gateway. */
export const IMAGE_KEY = 'image-key-0123456789abcdef';
/** Another image key, of the same group. */
export const OTHER_IMAGE_KEY = 'other-image-key-0123456789';

/** A task as any address shows it. */
export type Shown = Record<string, unknown> & { readonly id: string; readonly status: string };

/** A gateway with a model of every kind of media. */
export interface TaskGateway extends TestGateway {
  /** Asks with the image key. */
  image(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Asks with the general key. */
  general(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Shown;
}

/** What the image batch group of the configuration allows. */
const BATCH_GROUP = 'concurrency: 4, queue_limit: 100';

/** Groups, an image batch group, channels of every kind of media and a key of each type. */
export function taskConfig(url: string): string {
  return `
groups:
  - { name: default, platforms: [openai, gemini], multiplier: "1", translate: true }
image_batch_groups:
  - { name: images, models: [gemini-2.5-flash-image, gemini-3.1-flash-image, gpt-image-2], ${BATCH_GROUP}, prices: { "1K": "0.04", "2K": "0.06", "4K": "0.12" } }
models:
  - { name: gpt-image-2, price: { image: "0.05" } }
  - { name: seedance-2, price: { second: { "480p": "0.01", "720p": "0.02", "1080p": "0.05" } } }
  - { name: sora-2, price: { second: "0.1" } }
  - { name: veo-3.1, price: { second: "0.4" } }
  - { name: music-2.6, price: { song: "0.15" } }
channels:
  - { name: sim-openai, provider: openai, base_url: "${url}/openai/v1", credentials: ["sim-openai-key"], models: [gpt-image-2, sora-2], groups: [default], image_batch_groups: [images], allow_private: true }
  - { name: sim-gemini, provider: gemini, base_url: "${url}/gemini", credentials: ["sim-gemini-key"], models: [gemini-2.5-flash-image, gemini-3.1-flash-image, { name: veo-3.1, upstream: veo-3.1-generate-preview }], groups: [default], image_batch_groups: [images], allow_private: true }
  - { name: sim-ark, provider: ark, base_url: "${url}/ark/api/v3", credentials: ["sim-ark-key"], models: [seedance-2], groups: [default], allow_private: true }
  - { name: sim-minimax, provider: minimax, base_url: "${url}/minimax/v1", credentials: ["sim-minimax-key"], models: [music-2.6], groups: [default], allow_private: true }
projects:
  - { name: Default, mode: credits, error_format: native, credit: "10" }
keys:
  - { name: general, project: Default, group: default, value: "${TEST_KEY}" }
  - { name: image, project: Default, image_batch_group: images, value: "${IMAGE_KEY}" }
  - { name: other-image, project: Default, image_batch_group: images, value: "${OTHER_IMAGE_KEY}" }
`;
}

/** Starts it; `close` leaves nothing behind. */
export async function startTaskGateway(options: TestGatewayOptions = {}): Promise<TaskGateway> {
  const gateway = await startTestGateway({ config: taskConfig, ...options });
  return { ...gateway, image: askWith(gateway, IMAGE_KEY), general: askWith(gateway, TEST_KEY) };
}

/** Asks a gateway with a key. */
export function askWith({ url }: Pick<TestGateway, 'url'>, key: string): TaskGateway['image'] {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: JSON.parse(text === '' ? '{}' : text) };
  };
}
