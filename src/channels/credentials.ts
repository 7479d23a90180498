import type { Id } from '../core/ids.ts';
import { invalidField } from '../core/refusal.ts';
import { Secret } from '../core/secret.ts';
import { type SecretBox, SecretBoxError } from '../core/secret-box.ts';
import type { Provider } from '../providers/provider.ts';

const MOST_CREDENTIALS = 1_000;
const LONGEST_CREDENTIAL = 10_000;
/** Of a shorter secret four characters would be too large a part. */
const SHORTEST_SHOWN = 12;

/** Seals the credentials of a channel as one JSON array. */
export function sealCredentials(
  credentials: readonly Secret[],
  box: SecretBox,
  channelId: Id<'chan'>,
): string {
  const texts = credentials.map((credential) => credential.reveal());
  return box.seal(new Secret(JSON.stringify(texts)), channelId);
}

/**
 * Opens the credentials of a channel.
 * @throws {SecretBoxError} when they were sealed with another master key or for another channel.
 */
export function openCredentials(envelope: string, box: SecretBox, channelId: Id<'chan'>): Secret[] {
  const texts = JSON.parse(box.open(envelope, channelId).reveal()) as string[];
  return texts.map((text) => new Secret(text));
}

/** What may be shown of each credential: its last four characters, or dots when it is too short for that. */
export function showCredentials(
  envelope: string,
  box: SecretBox,
  channelId: Id<'chan'>,
): { last4: string }[] {
  return (openIfPossible(envelope, box, channelId) ?? [null]).map((credential) => ({
    last4: credential === null ? '????' : endingOf(credential.reveal()),
  }));
}

/** Whether the envelope holds exactly these credentials, in this order; false when it does not open. */
export function holdsCredentials(
  envelope: string,
  credentials: readonly Secret[],
  box: SecretBox,
  channelId: Id<'chan'>,
): boolean {
  const held = openIfPossible(envelope, box, channelId);
  return (
    held !== null &&
    held.length === credentials.length &&
    held.every((credential, at) => credential.reveal() === credentials[at]?.reveal())
  );
}

/**
 * A channel may have none (an upstream without authentication).
 * @throws {Refusal} `invalid_request` when one is none for this provider, is far too long, or repeats.
 */
export function checkCredentials(credentials: readonly Secret[], provider: Provider): void {
  if (credentials.length > MOST_CREDENTIALS) {
    throw invalidField('credentials', `must be at most ${MOST_CREDENTIALS}`);
  }
  const seen = new Set<string>();
  for (const [at, credential] of credentials.entries()) {
    const text = credential.reveal();
    checkCredential(`credentials[${at}]`, credential, provider);
    if (seen.has(text)) {
      throw invalidField(`credentials[${at}]`, 'stands twice');
    }
    seen.add(text);
  }
}

/**
 * Checks one credential.
 * @throws {Refusal} `invalid_request` naming `param` when it is none for this provider or is far too long.
 */
export function checkCredential(param: string, credential: Secret, provider: Provider): void {
  if (credential.reveal().length > LONGEST_CREDENTIAL) {
    throw invalidField(param, `must be at most ${LONGEST_CREDENTIAL} characters`);
  }
  const problem = provider.credentialProblem(credential);
  if (problem !== null) {
    throw invalidField(param, problem);
  }
}

/** What may be shown of a secret: its last four characters, or dots when it is too short for that. */
export function endingOf(text: string): string {
  return text.length < SHORTEST_SHOWN ? '••••' : text.slice(-4);
}

function openIfPossible(envelope: string, box: SecretBox, channelId: Id<'chan'>): Secret[] | null {
  try {
    return openCredentials(envelope, box, channelId);
  } catch (error) {
    if (error instanceof SecretBoxError) {
      return null;
    }
    throw error;
  }
}
