import * as dialects from '../../src/dialects/index.ts';
import { PROVIDERS } from '../../src/providers/index.ts';

/** Every provider's, platform's and dialect's name, from the registries themselves. */
export function registeredNames(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const provider of PROVIDERS) {
    names.add(provider.name).add(provider.platform);
  }
  for (const exported of Object.values(dialects)) {
    if (typeof exported === 'object' && 'dialect' in exported) {
      names.add(exported.dialect);
    }
  }
  return names;
}
