/** What a role may allow, for the console, which decides by it what to show. */
export type { Permission } from '../../members/index.ts';
