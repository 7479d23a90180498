import type { Page } from 'playwright-core';
import type { Filled } from './fill-console.ts';

/** A picture of the console. */
export interface Screen {
  readonly name: string;
  readonly path: string | ((filled: Filled) => string);
  readonly isSignedOut?: boolean;
  /** Whether the picture shows the page to its end, not the window alone. */
  readonly isWhole?: boolean;
  /** Opens what is to be seen. */
  readonly before?: (page: Page) => Promise<void>;
}

/** Every picture of docs/screens. */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: '/sign-in', isSignedOut: true },
  { name: 'first-operator', path: '/sign-in/first?token=x', isSignedOut: true },
];
