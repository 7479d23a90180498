import type { Demo } from './demo.ts';

/** What to try, each with its curl line. */
interface Try {
  readonly what: string;
  readonly line: string;
}

/** The demonstration's keys and curl lines that work when they are pasted. */
export function describeDemo(demo: Demo, url: string): string[] {
  const general = demo.generalKey.reveal();
  const image = demo.imageKey.reveal();
  return [
    '',
    `general key  ${general}`,
    `image key    ${image}`,
    ...tries(url, general, image).flatMap(({ what, line }) => ['', `# ${what}`, line]),
    '',
  ];
}

function tries(url: string, general: string, image: string): Try[] {
  const bearer = `-H 'authorization: Bearer ${general}'`;
  const json = `-H 'content-type: application/json'`;
  const question = [{ role: 'user', content: 'Say hello' }];
  const post = (path: string, headers: string, body: unknown): string =>
    `curl -sS ${url}${path} ${headers} ${json} -d '${JSON.stringify(body)}'`;
  const chat = { model: 'gpt-4o-mini', messages: question };
  return [
    { what: 'Chat Completions', line: post('/v1/chat/completions', bearer, chat) },
    {
      what: 'Chat Completions, streaming',
      line: post('/v1/chat/completions', `-N ${bearer}`, { ...chat, stream: true }),
    },
    {
      what: 'Responses',
      line: post('/v1/responses', bearer, { model: 'gpt-4o-mini', input: 'Say hello' }),
    },
    {
      what: 'Messages',
      line: post('/v1/messages', `-H 'x-api-key: ${general}' -H 'anthropic-version: 2023-06-01'`, {
        model: 'claude-sonnet-4-5',
        max_tokens: 64,
        messages: question,
      }),
    },
    {
      what: 'Gemini',
      line: post('/v1beta/models/gemini-2.5-flash:generateContent', `-H 'x-goog-api-key: ${general}'`, {
        contents: [{ role: 'user', parts: [{ text: 'Say hello' }] }],
      }),
    },
    {
      what: 'Gemini, the forced pool of Antigravity',
      line: post(
        '/antigravity/v1beta/models/gemini-2.5-flash:generateContent',
        `-H 'x-goog-api-key: ${general}'`,
        { contents: [{ role: 'user', parts: [{ text: 'Say hello' }] }] },
      ),
    },
    { what: 'What it cost', line: `curl -sS ${url}/v1/usage ${bearer}` },
    { what: 'What this key is', line: `curl -sS ${url}/v1/key ${bearer}` },
    {
      what: 'A picture, made by a task',
      line: post('/v1/images/tasks', `-H 'authorization: Bearer ${image}'`, {
        model: 'gemini-2.5-flash-image',
        prompt: 'a clean studio photo of a matte black water bottle',
        image_size: '1K',
        aspect_ratio: '1:1',
        n: 1,
      }),
    },
    {
      what: 'The tasks of the image key',
      line: `curl -sS ${url}/v1/images/tasks -H 'authorization: Bearer ${image}'`,
    },
    { what: 'What the image key is', line: `curl -sS ${url}/v1/key -H 'authorization: Bearer ${image}'` },
  ];
}
