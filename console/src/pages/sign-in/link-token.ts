/** The token of a mailed link: it stands behind the `#`, which browsers send to no server. */
export function linkToken(): string | null {
  const token = window.location.hash.slice(1);
  return token === '' ? null : token;
}
