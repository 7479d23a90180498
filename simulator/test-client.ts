import type { Simulator } from './simulator.ts';

/** Sends JSON to a simulator as a client of any of its platforms would. For its own tests. */
export function post(
  simulator: Simulator,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(simulator.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: 'Bearer sk-test', 'anthropic-version': '2023-06-01', ...headers },
  });
}

/** The JSON of every `data:` line of a stream, `[DONE]` left out. */
export function dataLines(text: string): unknown[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice('data: '.length)));
}

/** A chat request with one message. */
export function chat(prompt: string, more: object = {}): object {
  return { model: 'gpt-4o-mini', messages: [{ role: 'user', content: prompt }], ...more };
}

/** Waits until something holds, at most two seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 2000 && !holds(); waited += 5) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
