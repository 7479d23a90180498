import { compilePatterns, type NamePatterns } from '../core/name-patterns.ts';
import { type AddressRules, compileAddressRules } from './address-rules.ts';
import type { ApiKey, ProjectAccess } from './api-key.ts';
import { type CompiledIam, compileIam } from './iam/compile-iam.ts';

/** What narrows a key, its project's rules included, compiled once when the key is loaded. */
export interface KeyPolicy {
  /** The models the key is restricted to; null for every model of its group. */
  readonly models: NamePatterns | null;
  /** The rules of the project and of the key, where they have any; each of them must allow. */
  readonly iam: readonly CompiledIam[];
  /** The address lists of the project and of the key, where they have any; each of them must allow. */
  readonly addresses: readonly AddressRules[];
}

/** Compiles what narrows a key. @throws {RangeError} when what is stored cannot be read. */
export function compileKeyPolicy(key: ApiKey, project: ProjectAccess): KeyPolicy {
  return {
    models: key.models.length === 0 ? null : compilePatterns(key.models),
    iam: [compileIam(project.iamRules), compileIam(key.iamRules)].filter((iam) => iam !== null),
    addresses: [
      compileAddressRules(project.ipAllow, project.ipDeny),
      compileAddressRules(key.ipAllow, key.ipDeny),
    ].filter((rules) => rules !== null),
  };
}
