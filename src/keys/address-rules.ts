import { invalidField } from '../core/refusal.ts';
import { createNetworkList, parseNetwork } from '../networks/index.ts';

/** The address lists of one key or one project, compiled. */
export interface AddressRules {
  /** Whether a request may come from here; what is denied stays denied whatever else allows it. */
  allows(address: string): boolean;
}

const MAX_ENTRIES = 500;

/** Compiles address lists; null when both are empty, since then everybody may. */
export function compileAddressRules(allow: readonly string[], deny: readonly string[]): AddressRules | null {
  if (allow.length === 0 && deny.length === 0) {
    return null;
  }
  const allowed = allow.length === 0 ? null : createNetworkList(allow);
  const denied = createNetworkList(deny);
  return {
    allows: (address) => !denied.contains(address) && (allowed === null || allowed.contains(address)),
  };
}

/**
 * Checks a list of addresses and networks.
 * @throws {Refusal} `invalid_request` naming the entry at fault.
 */
export function checkAddressList(field: 'ip_allow' | 'ip_deny', entries: readonly string[]): void {
  if (entries.length > MAX_ENTRIES) {
    throw invalidField(field, `must have at most ${MAX_ENTRIES} entries`);
  }
  const badAt = entries.findIndex((entry) => parseNetwork(entry) === null);
  if (badAt !== -1) {
    throw invalidField(
      `${field}.${badAt}`,
      'must be an address or a network in CIDR notation, such as 10.0.0.0/8 or 2001:db8::/32',
    );
  }
}
