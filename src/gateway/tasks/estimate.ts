import type { Modality } from '../../canonical/media.ts';
import { formatUsd } from '../../core/money.ts';
import { invalidField } from '../../core/refusal.ts';
import type { JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { dearestTask } from '../../tasks/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { judgeTask } from './judge-task.ts';
import { SURFACES } from './surfaces.ts';

const SURFACE_OF = { image: 'images', video: 'videos', music: 'music' } as const;

/**
 * `POST /v1/credits/estimate`: what a task with this body would hold, without making one. `modality` says
 * which kind of body it is where the key is a general one.
 * @throws {Refusal} as making it would, but for money.
 */
export async function estimateTask(
  exchange: Exchange,
  { modality, mode: _mode, input_mode: _inputMode, ...body }: JsonObject,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const isImageKey = access.key.type === 'image';
  const kind = isImageKey ? 'image' : modalityOf(modality, body);
  const surface = isImageKey ? SURFACES.image_tasks : SURFACES[SURFACE_OF[kind]];
  // A price can be asked for before anybody knows what to ask for.
  const whole = { prompt: 'an estimate', ...body };
  const { asked, planned } = await judgeTask(exchange, surface, whole, null, access, deps);
  const pieces = planned[0]?.plan.piecesCeiling ?? [];
  const estimate = formatUsd(dearestTask(planned));
  const remainingNano = deps.admissions.wallet(access.key.organizationId)?.remainingNano ?? null;
  sendJson(exchange, {
    object: 'credits.estimate',
    model: asked.model,
    modality: kind,
    estimate,
    estimated_credits: estimate,
    unit: 'USD',
    pieces: pieces.map(({ kind: piece, count, size }) => ({ kind: piece, count, size })),
    sufficient: remainingNano === null ? null : remainingNano >= dearestTask(planned),
  });
}

function modalityOf(given: unknown, body: JsonObject): Modality {
  if (given === 'image' || given === 'video' || given === 'music') {
    return given;
  }
  if (given !== undefined && given !== null) {
    throw invalidField('modality', 'must be image, video or music');
  }
  const isFilm = ['seconds', 'duration', 'resolution'].some((name) => body[name] != null);
  return isFilm ? 'video' : body.lyrics != null ? 'music' : 'image';
}
