import type { Secret } from '../core/secret.ts';
import type { Provider } from './provider.ts';

/** What most providers have in common: one credential that is sent as it is, and paths as they are. */
export const USUAL = {
  probeBody: null,
  probeProves: (status) => status < 300,
  servesModel: () => true,
  pathFor: (path) => path,
  credentialProblem: headerProblem,
  proofOf: () => null,
  projectOf: () => null,
} as const satisfies Partial<Provider>;

/** A credential that is sent in a header has no place for spaces, line ends or other alphabets. */
export function headerProblem(credential: Secret): string | null {
  return /^[\x21-\x7e]+$/.test(credential.reveal())
    ? null
    : 'must be visible ASCII characters without spaces';
}
