import { HTTPException } from 'hono/http-exception';
import { invalidField, Refusal } from '../core/refusal.ts';
import { renderRefusal } from '../dialects/index.ts';
import type { ManagementContext } from './context.ts';

/** An issue of zod, as far as a refusal needs it. */
interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[] | undefined;
}

/** Answers with a refusal in the shape of the management API. */
export function answerRefusal(context: ManagementContext, refusal: Refusal): Response {
  const { status, headers, body } = renderRefusal(refusal, 'tasks', context.get('requestId'));
  return new Response(body, { status, headers });
}

/** The hook of every schema: throws the refusal of the first thing that is wrong. @throws {Refusal} */
export function refuseInvalid(result: { success: boolean; error?: { issues: readonly Issue[] } }): undefined {
  const issue = result.error?.issues[0];
  if (!result.success && issue !== undefined) {
    throw refusalOfIssue(issue);
  }
  return undefined;
}

/** What an error that reached the top becomes for the caller; null when it is a fault of the gateway. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) {
    return error;
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new Refusal(error.status === 415 ? 'unsupported_media_type' : 'invalid_request', { cause: error });
  }
  return null;
}

function refusalOfIssue(issue: Issue): Refusal {
  const path = issue.path.map(String);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys?.[0] : undefined;
  if (unknown !== undefined) {
    return invalidField([...path, unknown].join('.'), 'there is no such field');
  }
  return path.length === 0
    ? new Refusal('invalid_request', { message: issue.message })
    : invalidField(path.join('.'), issue.message);
}
