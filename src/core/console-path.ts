/** Where the console stands on the gateway's address. */
export const CONSOLE_PATH = '/console';
