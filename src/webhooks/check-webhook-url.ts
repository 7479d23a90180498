import { invalidField } from '../core/refusal.ts';
import { canReachHost } from '../upstream/index.ts';

const LONGEST_URL = 2_000;

/**
 * Judges an address before it is stored; each connection to it is judged again. Where private addresses are
 * allowed plain http is too, since nobody has certificates for them.
 * @throws {Refusal} `invalid_request` naming the field.
 */
export async function checkWebhookUrl(field: string, text: string, allowPrivate: boolean): Promise<void> {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : null;
  const protocols = allowPrivate ? ['https:', 'http:'] : ['https:'];
  if (url === null || !protocols.includes(url.protocol)) {
    const beginnings = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw invalidField(
      field,
      `must be an address of at most ${LONGEST_URL} characters that begins with ${beginnings}`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw invalidField(field, 'must have no user, password or fragment');
  }
  if (!(await canReachHost(url, allowPrivate))) {
    throw invalidField(field, 'must not be a private or link-local address');
  }
}
