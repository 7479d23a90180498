import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from './secret.ts';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Everything that is done with the keys of an installation: sealing secrets for the database and hashing
 * API keys for look-up. The keys themselves never leave this object.
 */
export interface SecretBox {
  /** Seals a secret for one row: AES-256-GCM, `rowId` as associated data, so rows cannot be swapped. */
  seal(secret: Secret, rowId: string): string;
  /**
   * Opens what `seal` made for the same row.
   * @throws {SecretBoxError} when the envelope is of another version, row or master key, or was altered.
   */
  open(envelope: string, rowId: string): Secret;
  /** HMAC-SHA-256 of an API key in base64url: what a key is stored and looked up by. */
  lookupHash(apiKey: string): string;
  /** A key of its own for one purpose, 256 bits in base64url; the same for as long as the look-up key is. */
  keyFor(purpose: string): Secret;
}

/** A sealed secret could not be opened. The message names the row, never the content. */
export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError';
}

/**
 * A secret box over a master key of at least 32 bytes, which seals, and a look-up key, which hashes: the
 * hashes stay what they are when another master key takes over. Keys for single uses are derived with
 * HKDF-SHA-256, so that no use weakens another.
 * @throws {RangeError} when the master key is shorter than 32 bytes.
 */
export function createSecretBox(masterKey: Secret, lookupKeyText = lookupKeyOf(masterKey)): SecretBox {
  const sealingKey = derive(materialOf(masterKey), 'turnpike sealing v1');
  const lookupKey = Buffer.from(lookupKeyText.reveal(), 'base64url');
  return {
    seal(secret, rowId) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
      cipher.setAAD(Buffer.from(rowId));
      const body = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
      return `${VERSION}:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (envelope, rowId) => open(envelope, rowId, sealingKey),
    lookupHash: (apiKey) => createHmac('sha256', lookupKey).update(apiKey).digest('base64url'),
    keyFor: (purpose) => new Secret(derive(lookupKey, `turnpike key for ${purpose}`).toString('base64url')),
  };
}

/**
 * The look-up key of an installation from before look-up keys were kept: it followed from the master key.
 * @throws {RangeError} when the master key is shorter than 32 bytes.
 */
export function lookupKeyOf(masterKey: Secret): Secret {
  return new Secret(derive(materialOf(masterKey), 'turnpike key look-up v1').toString('base64url'));
}

/** A look-up key that follows from nothing: 256 random bits. */
export function newLookupKey(): Secret {
  return new Secret(randomBytes(32).toString('base64url'));
}

function materialOf(masterKey: Secret): Buffer {
  const material = Buffer.from(masterKey.reveal(), 'utf8');
  if (material.length < 32) {
    throw new RangeError('the master key must have at least 32 bytes');
  }
  return material;
}

function open(envelope: string, rowId: string, sealingKey: Buffer): Secret {
  const [version, payload = ''] = envelope.split(':');
  if (version !== VERSION) {
    throw new SecretBoxError(`the secret of ${rowId} is sealed in an unknown version`);
  }
  const bytes = Buffer.from(payload, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(rowId));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return new Secret(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'));
  } catch (cause) {
    throw new SecretBoxError(`the secret of ${rowId} does not open with this master key`, { cause });
  }
}

function derive(material: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', material, Buffer.alloc(0), purpose, 32));
}
