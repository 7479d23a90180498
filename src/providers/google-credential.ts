import { Secret } from '../core/secret.ts';
import { type JsonCredential, parseJsonCredential } from './json-credential.ts';
import type { Proof } from './proof.ts';
import type { Provider } from './provider.ts';
import { headerProblem } from './usual.ts';

/** What a token of a service account is asked for (cloud.google.com/docs/authentication). */
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TOKEN_URI = 'https://oauth2.googleapis.com/token';

/** The credentials of Google Cloud: an API key, an access token, or the JSON of a service account's key. */
export const googleCredential = {
  authHeaders: (credential: Secret) =>
    isApiKey(credential)
      ? ['x-goog-api-key', credential.reveal()]
      : ['authorization', `Bearer ${credential.reveal()}`],
  credentialProblem(credential: Secret) {
    const json = parseJsonCredential(credential);
    if (json === null) {
      return headerProblem(credential);
    }
    return accountIn(json) === null
      ? 'must be the JSON of a service account with client_email, private_key and an https token_uri'
      : null;
  },
  proofOf(credential: Secret): Proof | null {
    const json = parseJsonCredential(credential);
    return json === null ? null : accountIn(json);
  },
} satisfies Partial<Provider>;

/** Google's API keys begin so; an access token does not. */
function isApiKey(credential: Secret): boolean {
  return /^(?:AIza|AQ\.)/.test(credential.reveal());
}

function accountIn(json: JsonCredential): Proof | null {
  const clientEmail = json.text('client_email');
  const privateKey = json.text('private_key');
  const tokenUri = json.text('token_uri') ?? TOKEN_URI;
  if (clientEmail === null || privateKey === null || !isTokenUri(tokenUri)) {
    return null;
  }
  const account = {
    ...{ clientEmail, tokenUri, scope: SCOPE },
    privateKey: new Secret(privateKey),
    privateKeyId: json.text('private_key_id'),
  };
  return { kind: 'token', account };
}

/** A claim is worth a token, so it goes over TLS or stays on this machine. */
function isTokenUri(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1');
}
