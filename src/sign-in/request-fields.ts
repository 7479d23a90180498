import { z } from 'zod';
import { invalidField, Refusal } from '../core/refusal.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-hash.ts';

const Email = z.email().max(254).toLowerCase();
const Name = z.string().trim().min(1).max(100);
const Password = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);

/** The body of `POST /api/auth/first-operator`. */
export const FirstOperatorBody = z.strictObject({
  token: z.string().max(200),
  email: Email,
  name: Name,
  password: Password,
});

/** What is looked at in the body of a sign-up; better-auth checks the rest. */
export const SignUpBody = z.looseObject({
  email: Email,
  name: Name,
  invitationToken: z.string().max(200).nullish(),
});

/** What is looked at in the body of a sign-in at a provider: who comes with a token of theirs is not let in. */
export const ProviderBody = z.looseObject({ idToken: z.never().optional() });

/** Reads a body by its schema. @throws {Refusal} `invalid_request` with the field at fault. */
export function readFields<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) {
    return result.data;
  }
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  throw path === ''
    ? new Refusal('invalid_request', { message: issue?.message ?? 'The body is not valid' })
    : invalidField(path, issue?.message ?? 'is not valid');
}
