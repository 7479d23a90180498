import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import type { Secret } from '../../core/secret.ts';
import type { Arrived } from './receiver.ts';

/** What the verifier that receivers use makes of a webhook at the time of the test's clock. */
export function verify(secret: Secret, { body, headers }: Arrived, nowMs: number): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  try {
    return new Webhook(secret.reveal()).verify(body, headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}
