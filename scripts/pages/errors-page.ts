import { REFUSALS, Refusal, type RefusalCode } from '../../src/core/refusal.ts';
import { renderRefusal } from '../../src/dialects/index.ts';
import { GENERATED, markdownTable } from './page.ts';

const REQUEST_ID = 'req_01j9z0';
const FORMATS = ['openai', 'messages', 'gemini', 'tasks', 'flat'] as const;

const TITLES: Readonly<Record<(typeof FORMATS)[number], string>> = {
  openai: 'OpenAI',
  messages: 'Messages',
  gemini: 'Gemini',
  tasks: 'Tasks',
  flat: 'flat',
};

const EXAMPLE: RefusalCode = 'invalid_api_key';

/** docs/errors.md: every refusal, from the catalogue and its renderers. */
export function errorsPage(): string {
  const codes = Object.keys(REFUSALS).filter(isCode);
  const statuses = codes.map((code) => [
    `\`${code}\``,
    ...FORMATS.map((format) => String(renderRefusal(new Refusal(code), format, REQUEST_ID).status)),
    REFUSALS[code].message,
  ]);
  return [
    GENERATED,
    '# Errors',
    '',
    'What the gateway itself refuses, in the format of the request: OpenAI endpoints, Messages (and any address',
    'before the dialect is known), Gemini, Tasks and the management API, or flat where a deployment, a project or the',
    'request header `x-turnpike-error-format: flat` asks for it. What an upstream refuses passes through with its',
    'own status and body where a caller can act on it; [the life of a request](life-of-a-request.md#what-is-charged-when)',
    'has the statuses. What it says otherwise becomes `upstream_failed` or `upstream_timeout`. Codes that this',
    'version does not use yet are listed too, so that they never change.',
    '',
    'Every answer carries `x-request-id`. `retry-after` says when trying again makes sense. A refusal about money',
    'carries `x-should-retry: false`, which keeps the SDKs of OpenAI and Anthropic from trying again.',
    '',
    'A message may be more exact than the one here, and names the field at fault where there is one. It never',
    'names a key, a credential, an upstream or a path of the machine.',
    '',
    '## Codes and their status in each format',
    '',
    ...markdownTable(['code', ...FORMATS.map((format) => TITLES[format]), 'message'], statuses),
    '',
    `## Bodies: \`${EXAMPLE}\` in each format`,
    '',
    ...FORMATS.flatMap((format) => [
      `### ${TITLES[format]}`,
      '',
      '```json',
      JSON.stringify(JSON.parse(renderRefusal(new Refusal(EXAMPLE), format, REQUEST_ID).body), null, 2),
      '```',
      '',
    ]),
  ].join('\n');
}

function isCode(code: string): code is RefusalCode {
  return code in REFUSALS;
}
