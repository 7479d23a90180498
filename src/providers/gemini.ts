import { allows, COMMON_REQUEST_HEADERS, COMMON_RESPONSE_HEADERS, tellsAccount } from './header-list.ts';
import type { Provider } from './provider.ts';
import { USUAL } from './usual.ts';

/** Google's Gemini API (ai.google.dev/api). */
export const gemini: Provider = {
  ...USUAL,
  name: 'gemini',
  platform: 'gemini',
  dialects: ['gemini'],
  defaultBaseUrl: 'https://generativelanguage.googleapis.com',
  catalogueId: 'google',
  environmentKey: 'GEMINI_API_KEY',
  needsCredential: true,
  probePath: '/v1beta/models',
  // The catalogue lists all that Google hosts; Claude is served elsewhere.
  servesModel: (name) => !name.includes('claude'),
  defaultHeaders: [],
  authHeaders: (credential) => ['x-goog-api-key', credential.reveal()],
  forwardsRequestHeader: allows({
    names: new Set([...COMMON_REQUEST_HEADERS, 'x-goog-api-client']),
    prefixes: ['x-gemini-'],
    except: tellsAccount,
  }),
  returnsResponseHeader: allows({ names: new Set(COMMON_RESPONSE_HEADERS), prefixes: [] }),
};
