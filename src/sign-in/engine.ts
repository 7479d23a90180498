import { betterAuth } from 'better-auth';
import { OIDC_PROVIDER_ID } from './engine-names.ts';
import { type EngineDeps, engineOptions } from './engine-options.ts';
import type { SignedIn } from './signed-in.ts';

/** What is used of better-auth. */
export interface Engine {
  handle(request: Request): Promise<Response>;
  /** The person behind the cookies; null when there is no session that lives. */
  find(headers: Headers): Promise<SignedIn | null>;
  /** Whether the provider of identities answered when the engine was made; true where there is none. */
  hasProvider(): Promise<boolean>;
}

/** better-auth over our database. With a provider, the making asks it for its addresses. */
export function createEngine(deps: EngineDeps): Engine {
  const auth = betterAuth(engineOptions(deps));
  return {
    handle: (request) => auth.handler(request),
    async find(headers) {
      // The console itself prolongs sessions; reading here leaves cookie and row alike.
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return found === null
        ? null
        : {
            userId: found.user.id,
            email: found.user.email,
            name: found.user.name,
            isOperator: found.user.isOperator,
            sessionId: found.session.id,
            signedInAtMs: found.session.createdAt.getTime(),
          };
    },
    async hasProvider() {
      const { socialProviders } = await auth.$context;
      return deps.oidc === null || socialProviders.some(({ id }) => id === OIDC_PROVIDER_ID);
    },
  };
}
