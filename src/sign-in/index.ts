export { SESSION_COOKIE } from './engine-names.ts';
export { createSignIn, type SignIn } from './sign-in.ts';
export type { SignedIn } from './signed-in.ts';
export type { Session } from './store.ts';
