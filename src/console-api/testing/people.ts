import type { SessionFinder, SignedIn } from '../authentication/signed-in.ts';

/** The headers of a browser that shows the console. */
const FROM_CONSOLE = { 'sec-fetch-site': 'same-origin' };

/** People with sessions, in a table of their own: what stands for sign-in in the tests of this API. */
export function createTestPeople(time: { readonly ms: number }) {
  const people = new Map<string, SignedIn>();
  const finder: SessionFinder = {
    find: async (headers) => people.get(/session=(\w+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '') ?? null,
  };
  return {
    ...finder,
    describe: async (userIds: readonly string[]) =>
      new Map(
        [...people.values()]
          .filter(({ userId }) => userIds.includes(userId))
          .map(({ userId, email, name }) => [userId, { email, name }] as const),
      ),
    /** Signs somebody in, now; returns the headers their browser sends. */
    signIn(name: string, isOperator = false): Record<string, string | null> {
      const person = { name, isOperator, userId: `usr${name}`, email: `${name}@example.com` };
      people.set(name, { ...person, sessionId: name, signedInAtMs: time.ms });
      return { cookie: `session=${name}`, authorization: null, ...FROM_CONSOLE };
    },
  };
}
