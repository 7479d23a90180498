import { secretTexts } from '../../providers/index.ts';
import type { Channel } from '../../routing/index.ts';

/** Takes credentials and hosts out of what an upstream says of its errors; both are the operator's alone. */
export function withoutSecrets(
  text: Buffer,
  { credentials, baseUrl }: Pick<Channel, 'credentials' | 'baseUrl'>,
): Buffer {
  const { host, hostname } = new URL(baseUrl);
  const hidden = [host, hostname, ...credentials.flatMap(secretTexts)];
  const found = hidden.filter((secret) => text.includes(secret));
  if (found.length === 0) {
    return text;
  }
  return Buffer.from(
    found.reduce((clean, secret) => clean.replaceAll(secret, '[removed]'), text.toString('utf8')),
  );
}
