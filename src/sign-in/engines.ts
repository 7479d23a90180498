import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../core/refusal.ts';
import type { Engine } from './engine.ts';
import type { EngineDeps } from './engine-options.ts';

/** How long the provider of identities may take to say where its addresses are. */
const DISCOVERY_TIMEOUT_MS = 10_000;

/** The machinery, made when it is first needed. */
export interface Engines {
  /** For everything that needs no provider, so that one that is down keeps out nobody else. */
  usual(): Promise<Engine>;
  /**
   * For sign-in at the provider. One that did not answer is asked again by the next who wants to use it.
   * @throws {Refusal} `not_found` when none is configured; `upstream_unreachable` when it does not answer.
   */
  withProvider(): Promise<Engine>;
}

/** Two engines over the same tables and secrets. better-auth is loaded with the first. */
export function createEngines(deps: () => EngineDeps): Engines {
  let usual: Promise<Engine> | null = null;
  let withProvider: Promise<Engine> | null = null;
  return {
    usual() {
      usual ??= make({ ...deps(), oidc: null });
      return usual;
    },
    async withProvider() {
      if (deps().oidc === null) {
        throw new Refusal('not_found');
      }
      withProvider ??= make(deps());
      const making = withProvider;
      const isUsable = making.then((engine) => engine.hasProvider()).catch(() => false);
      if (await within(isUsable, DISCOVERY_TIMEOUT_MS)) {
        return making;
      }
      if (withProvider === making) {
        withProvider = null;
      }
      throw new Refusal('upstream_unreachable', {
        message: 'The provider of identities does not answer; try again later, or sign in another way',
      });
    },
  };
}

async function make(deps: EngineDeps): Promise<Engine> {
  const { createEngine } = await import('./engine.ts');
  return createEngine(deps);
}

async function within(answer: Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const ended = new AbortController();
  const timeout = delay(timeoutMs, false, { signal: ended.signal }).catch(() => false);
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    ended.abort();
  }
}
