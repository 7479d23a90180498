import { Secret } from '../core/secret.ts';
import { gemini } from './gemini.ts';
import { parseJsonCredential } from './json-credential.ts';
import type { Provider } from './provider.ts';
import { headerProblem, USUAL } from './usual.ts';

/**
 * Google's Cloud Code API, which is no public interface: an operator names its address and brings a bearer
 * token. Google's terms forbid other programs than its own (docs/antigravity.md).
 */
export const antigravity: Provider = {
  ...gemini,
  ...USUAL,
  name: 'antigravity',
  platform: 'antigravity',
  dialects: ['antigravity'],
  defaultBaseUrl: null,
  environmentKey: null,
  probePath: '/v1internal:countTokens',
  probeBody: JSON.stringify({
    request: { model: 'models/gemini-2.5-flash', contents: [{ role: 'user', parts: [{ text: '?' }] }] },
  }),
  authHeaders: (credential) => ['authorization', `Bearer ${tokenOf(credential).reveal()}`],
  credentialProblem: (credential) => headerProblem(tokenOf(credential)),
  projectOf: (credential) => parseJsonCredential(credential)?.text('project') ?? null,
};

/**
 * Another gateway's Antigravity paths, asked with a key of that gateway. The base URL ends where they begin:
 * `https://gateway.example/antigravity`.
 */
export const antigravityGateway: Provider = {
  ...gemini,
  name: 'antigravity-gateway',
  platform: 'antigravity',
  dialects: ['gemini', 'anthropic-messages'],
  defaultBaseUrl: null,
  environmentKey: null,
  authHeaders: (credential) => ['authorization', `Bearer ${credential.reveal()}`],
};

/** A credential is a token, or a JSON object with the token and the project it works for. */
function tokenOf(credential: Secret): Secret {
  const json = parseJsonCredential(credential);
  return json === null ? credential : new Secret(json.text('access_token') ?? '');
}
