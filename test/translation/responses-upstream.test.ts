import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { CLIENTS, type Client, readStreamed, readWhole } from '../support/translation/clients.ts';
import { openPurePassage, relay } from '../support/translation/pure-passage.ts';
import { type Said, saidIn } from '../support/translation/said.ts';
import { CONVERSATIONS, type Conversation, type Dialect } from './conversations/index.ts';

/**
 * The bodies that clients of other dialects are translated into for Responses, sent to the simulator without
 * a gateway, so that nothing can go to Chat Completions instead.
 */
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const [UPSTREAM] = CLIENTS.filter(({ codec }) => codec.dialect === 'openai-responses') as [Client];

describe.each(CLIENTS.filter((client) => client !== UPSTREAM))(
  '$name on an upstream of Responses',
  (client) => {
    const unsayable = (one: Conversation) =>
      one.unsayableIn.some((dialect: Dialect) =>
        [client, UPSTREAM].some(({ codec }) => codec.dialect === dialect),
      );

    it.each(CONVERSATIONS.filter((one) => !unsayable(one)))('$name', async ({ request, expected }) => {
      const [whole, streamed] = [await said(client, request, false), await said(client, request, true)];
      expect(streamed).toEqual(whole);
      expect(expected.calls ?? whole.calls.map(({ name }) => name)).toEqual(
        whole.calls.map(({ name }) => name),
      );
      expect(expected.finish ?? whole.finishes[0]).toBe(whole.finishes[0]);
      expect(whole.texts.join('')).toMatch(expected.text ?? /^/);
    });
  },
);

async function said(client: Client, wanted: Conversation['request'], isStreaming: boolean): Promise<Said> {
  const request = { ...wanted, isStreaming };
  const passage = openPurePassage(client, UPSTREAM, request);
  const answer = await fetch(`${simulator.url}/openai/v1${passage.path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-any', 'content-type': 'application/json' },
    body: new Uint8Array(passage.body),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.status, bytes.toString()).toBe(200);
  return isStreaming
    ? saidIn(readStreamed(client, relay(passage, [bytes]).bytes, request))
    : saidIn(readWhole(client, passage.readAnswer(bytes, () => '0.25').bytes.toString(), request));
}
