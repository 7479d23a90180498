import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { withoutSecrets } from './without-secrets.ts';

const CHANNEL = {
  credentials: [new Secret('first-one'), new Secret('second')],
  baseUrl: 'https://api.example:8443/v1',
};

describe('withoutSecrets', () => {
  it('takes out every credential, and the host with and without its port', () => {
    const text = 'first-one, second and first-one at api.example:8443 or api.example';
    const clean = withoutSecrets(Buffer.from(text), CHANNEL).toString();
    expect(clean).toBe('[removed], [removed] and [removed] at [removed] or [removed]');
  });

  it('takes out what stands inside a credential that is JSON', () => {
    const credential = new Secret('{"type":"short","access_token":"ya29.in-the-middle"}');
    const clean = withoutSecrets(Buffer.from('a short ya29.in-the-middle'), {
      ...CHANNEL,
      credentials: [credential],
    });
    expect(clean.toString()).toBe('a short [removed]');
  });

  it('gives the same bytes back where there is nothing to take out', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41]);
    expect(withoutSecrets(bytes, CHANNEL)).toBe(bytes);
  });
});
