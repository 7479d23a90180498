import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import { type Claim, finishTry, type TryEnd } from './claim-store.ts';
import { cancelPending } from './delivery-store.ts';
import { openSecrets } from './endpoint-secrets.ts';
import { disableEndpoint, selectEndpoint, writeFailingSince } from './endpoint-store.ts';
import { waitAfter } from './retry-schedule.ts';
import { type SendWebhookDeps, sendWebhook, type WebhookAnswer } from './send-webhook.ts';
import type { WebhookEndpoint } from './webhook.ts';

/** An endpoint that is told of nothing any more, and why. */
export interface DisabledEndpoint {
  readonly endpoint: WebhookEndpoint;
  readonly reason: 'gone' | 'failing';
}

/** What a delivery is made with. */
export interface DeliverDeps extends SendWebhookDeps {
  readonly database: Database;
  readonly box: SecretBox;
  /** In [0, 1). */
  readonly random: () => number;
  /** What callbacks of a project's tasks are signed with. @throws {Refusal} `not_found`. */
  readonly projectSecret: (id: Id<'proj'>) => Promise<Secret>;
  /** Told once for an endpoint that was disabled because nothing arrives there. */
  readonly onDisabled: (disabled: DisabledEndpoint) => void;
}

const GONE = 410;
/** As long as nothing may arrive at an endpoint before it is given up. */
const MOST_FAILING_MS = 5 * 86_400_000;

/** Makes one try of a delivery and writes down what came of it. */
export async function deliver(claim: Claim, deps: DeliverDeps): Promise<void> {
  const { database, clock } = deps;
  const { endpointId, callbackUrl } = claim;
  const endpoint = endpointId === null ? undefined : await selectEndpoint(database.db, endpointId);
  const address = endpoint === undefined ? callbackUrl : endpoint.url;
  const secrets =
    endpoint === undefined
      ? await secretsOfProject(claim, deps)
      : openSecrets(deps.box, endpoint, clock.nowMs());
  if (address === null || secrets.length === 0 || endpoint?.status === 'disabled') {
    const error = 'there is nobody to tell any more';
    const over = { claim, attempt: null, status: 'canceled', nextAttemptAtMs: null } as const;
    await database.transaction((tx) => finishTry(tx, { ...over, error, nowMs: clock.nowMs() }));
    return;
  }
  const attempt = await sendWebhook(
    { url: address, messageId: claim.messageId, body: claim.body, secrets },
    deps,
  );
  const isWritten = await database.transaction((tx) => finishTry(tx, endOf(claim, attempt, deps)));
  if (isWritten && endpoint !== undefined) {
    await judgeEndpoint(endpoint, attempt, deps);
  }
}

async function secretsOfProject({ projectId }: Claim, { projectSecret }: DeliverDeps): Promise<Secret[]> {
  try {
    return [await projectSecret(projectId as Id<'proj'>)];
  } catch (error) {
    if (error instanceof Refusal) {
      return [];
    }
    throw error;
  }
}

function endOf(claim: Claim, attempt: WebhookAnswer, { clock, random }: DeliverDeps): TryEnd {
  const nowMs = clock.nowMs();
  const common = { claim, attempt, error: null, nowMs };
  if (hasArrived(attempt)) {
    return { ...common, status: 'succeeded', nextAttemptAtMs: null };
  }
  const waitMs = attempt.answerStatus === GONE ? null : waitAfter(claim.failures + 1, random());
  return waitMs === null
    ? { ...common, status: 'failed', nextAttemptAtMs: null }
    : { ...common, status: 'pending', nextAttemptAtMs: nowMs + waitMs };
}

/** Redirects are not followed, so whoever answers with one was not told. */
function hasArrived({ answerStatus }: WebhookAnswer): boolean {
  return answerStatus !== null && answerStatus >= 200 && answerStatus < 300;
}

async function judgeEndpoint(
  endpoint: WebhookEndpoint,
  attempt: WebhookAnswer,
  { database, clock, onDisabled }: DeliverDeps,
): Promise<void> {
  const { id, failingSinceMs } = endpoint;
  if (hasArrived(attempt)) {
    if (failingSinceMs !== null) {
      await writeFailingSince(database.db, id, null);
    }
    return;
  }
  const nowMs = clock.nowMs();
  const isLong = failingSinceMs !== null && nowMs - failingSinceMs >= MOST_FAILING_MS;
  if (attempt.answerStatus !== GONE && !isLong) {
    await writeFailingSince(database.db, id, nowMs);
    return;
  }
  const reason = attempt.answerStatus === GONE ? 'gone' : 'failing';
  const isFirst = await database.transaction(async (tx) => {
    await cancelPending(tx, id, { error: 'the endpoint was disabled', nowMs });
    return disableEndpoint(tx, id, reason);
  });
  if (isFirst) {
    onDisabled({ endpoint, reason });
  }
}
