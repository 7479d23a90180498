/** Under what sign-in is served. */
export const BASE_PATH = '/api/auth';
/** What the provider of identities is called in addresses and in the database. */
export const OIDC_PROVIDER_ID = 'oidc';
/** The header that carries the address of the client from our listener to better-auth. */
export const CLIENT_ADDRESS_HEADER = 'x-turnpike-client-address';
/** How the names of all cookies begin, behind `__Secure-` where BASE_URL is https. */
export const COOKIE_PREFIX = 'turnpike';
/** The cookie that holds the session. */
export const SESSION_COOKIE = `${COOKIE_PREFIX}.session_token`;
