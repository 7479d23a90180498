import { allows, COMMON_REQUEST_HEADERS, COMMON_RESPONSE_HEADERS, tellsAccount } from './header-list.ts';
import type { Provider } from './provider.ts';
import { USUAL } from './usual.ts';

/**
 * Anthropic (docs.anthropic.com/en/api). `anthropic-*` and `x-claude-code-*` are open lists: a beta is
 * asked for by header and by body together, and one without the other is refused (Claude Code's guide for
 * gateways).
 */
export const anthropic: Provider = {
  ...USUAL,
  name: 'anthropic',
  platform: 'anthropic',
  dialects: ['anthropic-messages'],
  defaultBaseUrl: 'https://api.anthropic.com',
  catalogueId: 'anthropic',
  environmentKey: 'ANTHROPIC_API_KEY',
  needsCredential: true,
  probePath: '/v1/models',
  // The upstream refuses a request without a version; this is the one its reference shows.
  defaultHeaders: ['anthropic-version', '2023-06-01'],
  authHeaders: (credential) => ['x-api-key', credential.reveal()],
  forwardsRequestHeader: allows({
    names: new Set([...COMMON_REQUEST_HEADERS, 'x-app']),
    prefixes: ['anthropic-', 'x-claude-code-', 'x-stainless-'],
    except: tellsAccount,
  }),
  // Claude Code shows the unified limits; the others of that name are the gateway's own.
  returnsResponseHeader: allows({
    names: new Set([...COMMON_RESPONSE_HEADERS]),
    prefixes: ['anthropic-ratelimit-unified-'],
  }),
};
