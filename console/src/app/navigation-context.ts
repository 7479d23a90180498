import { createContext } from 'react';
import type { NavigationEntry } from './navigation.ts';

/** The registered lines. A context, because the list of pages imports the pages that need it. */
export const NavigationContext = createContext<readonly NavigationEntry[]>([]);
