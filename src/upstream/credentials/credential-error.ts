/** A credential could not be used. The message holds neither the credential nor what was made of it. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
}
