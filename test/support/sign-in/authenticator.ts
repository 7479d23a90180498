import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** What a browser posts of a credential it made or used (W3C WebAuthn, `RegistrationResponseJSON`). */
export interface CredentialJson {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly clientExtensionResults: object;
  readonly response: Readonly<Record<string, unknown>>;
}

/** A device that holds one passkey: an ES256 key that signs for one site. */
export interface Authenticator {
  /** Answers a challenge to make the credential. */
  register(challenge: string): CredentialJson;
  /** Answers a challenge to sign in with it. */
  sign(challenge: string): CredentialJson;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** A device whose browser shows a page of `origin`. */
export function createAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(16);
  const site = sha256(Buffer.from(new URL(origin).hostname));
  let uses = 0;

  function clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** Whose site, what the person did, how often the key was used (WebAuthn, "Authenticator Data"). */
  function authenticatorData(flags: number, rest: Buffer): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(uses);
    uses += 1;
    return Buffer.concat([site, Buffer.from([USER_PRESENT | USER_VERIFIED | flags]), count, rest]);
  }

  function credential(response: Record<string, unknown>): CredentialJson {
    const id = credentialId.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  return {
    register(challenge) {
      const length = Buffer.from([0, credentialId.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(x, y)]);
      const attestationObject = attestation(authenticatorData(HAS_CREDENTIAL, attested));
      return credential({
        clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      });
    },
    sign(challenge) {
      const data = authenticatorData(0, Buffer.alloc(0));
      const client = clientData('webauthn.get', challenge);
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey);
      return credential({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}

/** A key of ES256 on P-256 as COSE writes it in CBOR (RFC 9053, section 7.1.1). */
function coseKey(x: string, y: string): Buffer {
  const coordinate = (text: string): Buffer =>
    Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(text, 'base64url')]);
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]);
  return Buffer.concat([head, Buffer.from([0x21]), coordinate(x), Buffer.from([0x22]), coordinate(y)]);
}

/** An attestation of the format `none` in CBOR: `{fmt, attStmt, authData}`. */
function attestation(data: Buffer): Buffer {
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)]);
  const bytes = Buffer.concat([Buffer.from([0x58, data.length]), data]);
  return Buffer.concat([
    ...[Buffer.from([0xa3]), text('fmt'), text('none')],
    ...[text('attStmt'), Buffer.from([0xa0]), text('authData'), bytes],
  ]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
