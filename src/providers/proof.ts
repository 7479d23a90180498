import type { Secret } from '../core/secret.ts';

/**
 * How a credential proves itself that is never sent: a token is fetched for it, it signs every request, or it
 * signs a claim that is sent in its place.
 */
export type Proof =
  | { readonly kind: 'token'; readonly account: ServiceAccount }
  | { readonly kind: 'signature'; readonly keys: SigningKeys; readonly service: string }
  | {
      readonly kind: 'claim';
      readonly issuer: string;
      readonly secret: Secret;
      readonly lifetimeS: number;
    };

/** An account of a program, which signs a claim and is given a token for it (RFC 7523). */
export interface ServiceAccount {
  readonly clientEmail: string;
  readonly privateKey: Secret;
  /** Names the key at whoever checks the signature; null where the account does not say. */
  readonly privateKeyId: string | null;
  readonly tokenUri: string;
  readonly scope: string;
}

/** What AWS signs requests with (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  /** Belongs to temporary keys; null for lasting ones. */
  readonly sessionToken: Secret | null;
}
