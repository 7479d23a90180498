import { Secret } from '../core/secret.ts';
import { anthropic } from './anthropic.ts';
import { allows, COMMON_REQUEST_HEADERS, COMMON_RESPONSE_HEADERS } from './header-list.ts';
import type { SigningKeys } from './proof.ts';
import type { Provider } from './provider.ts';

/** A model that AWS offers widely; whether this account may use it is not what a live test asks. */
const KNOWN_MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

/**
 * Claude on Amazon Bedrock (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html).
 * The base URL is that of the runtime in one region: `https://bedrock-runtime.us-east-1.amazonaws.com`.
 */
export const bedrock: Provider = {
  ...anthropic,
  name: 'bedrock',
  dialects: ['bedrock-messages'],
  defaultBaseUrl: null,
  catalogueId: 'aws',
  environmentKey: null,
  probePath: `/model/${encodeURIComponent(KNOWN_MODEL)}/count-tokens`,
  probeBody: '{}',
  // The request is looked at only once the credential is known to be good.
  probeProves: (status) => status < 300 || status === 400 || status === 404,
  servesModel: (name) => name.includes('anthropic.'),
  // An API key of Bedrock; other credentials sign.
  authHeaders: (credential) => ['authorization', `Bearer ${credential.reveal()}`],
  proofOf(credential) {
    const keys = keysIn(credential);
    return keys === null ? null : { kind: 'signature', keys, service: 'bedrock' };
  },
  defaultHeaders: [],
  forwardsRequestHeader: allows({ names: new Set(COMMON_REQUEST_HEADERS), prefixes: [] }),
  returnsResponseHeader: allows({ names: new Set(COMMON_RESPONSE_HEADERS), prefixes: [] }),
};

/** `ACCESS_KEY_ID:SECRET_ACCESS_KEY`, with `:SESSION_TOKEN` for temporary keys; null for an API key. */
function keysIn(credential: Secret): SigningKeys | null {
  const match = /^([A-Z0-9]{16,128}):([^:]+)(?::([^:]+))?$/.exec(credential.reveal());
  const [, accessKeyId, secretAccessKey, sessionToken] = match ?? [];
  return accessKeyId === undefined || secretAccessKey === undefined
    ? null
    : {
        accessKeyId,
        secretAccessKey: new Secret(secretAccessKey),
        sessionToken: sessionToken === undefined ? null : new Secret(sessionToken),
      };
}
