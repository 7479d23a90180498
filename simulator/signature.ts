import { createHmac } from 'node:crypto';

/** A constant: signatures must stay valid when the simulator is started again, and they guard nothing. */
const KEY = 'turnpike simulator';

/** The signature that the simulator puts under a text. The scope keeps kinds of signatures apart. */
export function sign(scope: string, text: string): string {
  return createHmac('sha256', KEY).update(`${scope}\n${text}`).digest('base64');
}

/** True when the simulator made this signature for this text. */
export function isSignedBy(scope: string, text: string, signature: unknown): boolean {
  return signature === sign(scope, text);
}
