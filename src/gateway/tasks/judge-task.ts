import type { MediaRequest } from '../../canonical/media.ts';
import { formatUsd } from '../../core/money.ts';
import { invalidField } from '../../core/refusal.ts';
import type { CallFacts, JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { dearestTask, type PlannedOffer } from '../../tasks/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { authoriseOffers } from '../steps/authorise.ts';
import type { AskedTask } from './asked/asked-task.ts';
import { fetchInputs } from './fetch-inputs.ts';
import type { Surface } from './surfaces.ts';
import { groupPool, imageBatchPool, planOn, type TaskPool } from './task-offers.ts';

/** A task that may be made. */
export interface JudgedTask {
  readonly asked: AskedTask;
  readonly request: MediaRequest;
  readonly pool: TaskPool;
  readonly planned: readonly PlannedOffer[];
  /** How often upstreams are asked. */
  readonly jobCount: number;
}

/**
 * Reads what is asked for and judges it by everything but money: the fields, the model, the rules of the
 * key, the inputs, where the caller wants to be called, and what the upstreams can do.
 * @throws {Refusal} naming what is wrong.
 */
export async function judgeTask(
  exchange: Exchange,
  surface: Surface,
  body: JsonObject,
  model: string | null,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<JudgedTask> {
  const asked = surface.read(body, model ?? access.key.defaultModel);
  exchange.facts = factsOf(asked.model);
  const snapshot = deps.snapshots.current();
  const pool =
    surface.name === 'image_tasks'
      ? imageBatchPool(access, asked.model, snapshot)
      : groupPool(access, asked.model, surface.modality, snapshot);
  const offers = authoriseOffers(access, surface.operation.name, asked.model, pool.offers);
  if (asked.callbackUrl !== null) {
    await deps.taskPlane.checkCallback(asked.callbackUrl);
  }
  const request = { ...asked.work, inputs: await fetchInputs(asked.inputs, deps) } as MediaRequest;
  const planned = planOn(offers, request);
  requireWithinBudget(asked, planned);
  return { asked, request, pool, planned, jobCount: jobCountOf(request, planned) };
}

function requireWithinBudget({ maxCostNano }: AskedTask, planned: readonly PlannedOffer[]): void {
  const dearest = dearestTask(planned);
  if (maxCostNano !== null && dearest > maxCostNano) {
    throw invalidField(
      'max_credits',
      `this task may cost up to ${formatUsd(dearest)} USD, more than ${formatUsd(maxCostNano)}`,
    );
  }
}

/** Where any upstream makes one piece at a time, every piece is a job: any of them can do that. */
function jobCountOf(request: MediaRequest, planned: readonly PlannedOffer[]): number {
  const isEach = planned.some(({ plan }) => plan.callsEach);
  return isEach && request.modality !== 'music' ? request.count : 1;
}

/** For the record of a refusal, which wants to know the model. */
function factsOf(model: string): CallFacts {
  return {
    ...{ model, isStreaming: false, maxOutputTokens: null, choices: 1 },
    ...{ estimatedInputTokens: 0, inputTokensCeiling: 0, hasUnseenInput: false, wantsStreamUsage: false },
  };
}
