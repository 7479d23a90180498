import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Who signs in at the provider, as its ID token says. */
export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

/** A provider of identities of the tests. */
export interface OidcIssuer {
  /** For `TURNPIKE_OIDC_ISSUER`. */
  readonly url: string;
  /** What its access tokens hold, to be looked for where it must not be. */
  readonly accessToken: string;
  /** Whether it answers. */
  isUp: boolean;
  /** Whether it signs with the key that it publishes. */
  isHonest: boolean;
  /** Does what a person does at the provider: takes the address they are sent to, returns the one they come back to. */
  approve(authorizationUrl: string, claims: Claims): string;
  close(): Promise<void>;
}

interface Grant {
  readonly claims: Claims;
  readonly query: URLSearchParams;
}

const CLIENT_SECRET = 'oidc-client-secret';

/** Starts an issuer on loopback: discovery, keys and the code flow with PKCE (OpenID Connect Core 1.0). */
export async function startOidcIssuer(): Promise<OidcIssuer> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const issuer: OidcIssuer = {
    ...{ url, accessToken: 'canary-access-token-of-the-provider', isUp: true, isHonest: true },
    approve(authorizationUrl, claims) {
      const query = new URL(authorizationUrl).searchParams;
      const code = `code-${grants.size}`;
      grants.set(code, { claims, query });
      const back = new URL(query.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: query.get('state') ?? '', iss: url }).toString();
      return back.href;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!issuer.isUp) {
      response.writeHead(503).end();
      return;
    }
    const body = new URLSearchParams(await textOf(request));
    const found = answerTo(request.url ?? '', body);
    response.writeHead(found === null ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { error: 'invalid_request' }));
  }

  function answerTo(path: string, body: URLSearchParams): unknown {
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          ...{ issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token` },
          ...{ jwks_uri: `${url}/keys`, id_token_signing_alg_values_supported: ['RS256'] },
        };
      case '/keys':
        return {
          keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
        };
      case '/token':
        return grantTokens(body);
      default:
        return null;
    }
  }

  function grantTokens(body: URLSearchParams): unknown {
    const grant = grants.get(body.get('code') ?? '');
    grants.delete(body.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant?.query.get('code_challenge') !== challenge || body.get('client_secret') !== CLIENT_SECRET) {
      return null;
    }
    const nowS = Math.floor(Date.now() / 1000);
    const claims = {
      ...{
        iss: url,
        aud: grant.query.get('client_id'),
        nonce: grant.query.get('nonce'),
        iat: nowS,
        exp: nowS + 300,
      },
      ...grant.claims,
    };
    const idToken = signToken(claims, issuer.isHonest ? keys.privateKey : otherKeys.privateKey);
    return { access_token: issuer.accessToken, token_type: 'Bearer', expires_in: 300, id_token: idToken };
  }

  return issuer;
}

/** What a gateway of the tests is told to use the issuer. */
export function oidcSettings(issuer: OidcIssuer): Record<string, string> {
  return {
    TURNPIKE_OIDC_ISSUER: issuer.url,
    TURNPIKE_OIDC_CLIENT_ID: 'turnpike',
    TURNPIKE_OIDC_CLIENT_SECRET: CLIENT_SECRET,
    TURNPIKE_OIDC_NAME: 'Example',
  };
}

function signToken(claims: unknown, key: Parameters<ReturnType<typeof createSign>['sign']>[0]): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text;
}
