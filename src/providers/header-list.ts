/** Headers by name and by how a name begins, all lower case. */
export interface HeaderList {
  readonly names: ReadonlySet<string>;
  readonly prefixes: readonly string[];
  /** What a prefix lets in and yet must not pass. */
  readonly except?: (name: string) => boolean;
}

/** A test for one list of header names. It runs for every header of every request, so names come first. */
export function allows(list: HeaderList): (name: string) => boolean {
  const { names, prefixes, except } = list;
  return (name) => {
    if (names.has(name)) {
      return true;
    }
    for (const prefix of prefixes) {
      if (name.startsWith(prefix)) {
        return except === undefined || !except(name);
      }
    }
    return false;
  };
}

/** What any upstream may know of a request: what the body is, what is wanted, which client asks. */
export const COMMON_REQUEST_HEADERS: readonly string[] = ['accept', 'content-type', 'user-agent'];

/**
 * What any client may know of an answer. Limits are not among them: the upstream's are the operator's,
 * and the client gets the gateway's own.
 */
export const COMMON_RESPONSE_HEADERS: readonly string[] = [
  'content-type',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
];

/** Names that carry a credential or say whose account the operator uses, whatever they begin with. */
export function tellsAccount(name: string): boolean {
  return /organization|api-key|authorization|cookie|ratelimit|request-id/.test(name);
}
