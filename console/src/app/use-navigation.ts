import { useContext } from 'react';
import type { NavigationEntry } from './navigation.ts';
import { NavigationContext } from './navigation-context.ts';
import { useScope } from './session.ts';

/** The lines of the navigation of an area that one may see, in their order. */
export function useNavigation(area: NavigationEntry['area']): readonly NavigationEntry[] {
  const entries = useContext(NavigationContext);
  const { can } = useScope();
  return entries
    .filter((entry) => entry.area === area && (entry.permission === undefined || can(entry.permission)))
    .toSorted((one, other) => one.order - other.order);
}
