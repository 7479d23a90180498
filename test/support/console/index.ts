export { OPERATOR } from './console-process.ts';
export { type ConsoleUnderTest, useConsole } from './use-console.ts';
export { DESK, VIEWS, type View, type Visit } from './visit.ts';
