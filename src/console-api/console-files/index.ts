import { fileURLToPath } from 'node:url';

export { createConsoleFiles } from './console-files.ts';

/** The build of the console: `console/dist` of the checkout, and the same beside `src` of what is published. */
export const CONSOLE_BUILD = fileURLToPath(new URL('../../../console/dist', import.meta.url));
