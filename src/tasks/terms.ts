import { HOLD_FLOOR_NANO, priceFactors, priceOf } from '../billing/index.ts';
import { type Measured, NO_USAGE, type PieceCount, USAGE_KINDS, type Usage } from '../canonical/usage.ts';
import type { NanoUsd } from '../core/money.ts';
import type { MediaPlan } from '../providers/index.ts';
import type { Offer } from '../routing/index.ts';
import type { Job } from './job.ts';
import type { TaskTerms } from './task.ts';

/** An offer, and what the work would be there. */
export interface PlannedOffer {
  readonly offer: Offer;
  readonly plan: MediaPlan;
}

/** What a task costs by what was made, and by which price. */
export interface TaskCost {
  readonly measured: Measured;
  readonly costNano: NanoUsd;
  /** JSON text of the price and its factors; null where nothing is priced. */
  readonly price: string | null;
}

/** The prices of these offers as they are now, each with the channels it holds for. */
export function termsOf(planned: readonly PlannedOffer[]): TaskTerms[] {
  const terms: { channelIds: string[]; price: TaskTerms['price']; multiplierPpm: number }[] = [];
  for (const { offer } of planned) {
    const { price, multiplierPpm, channel } = offer;
    const known = terms.find(
      (one) => one.multiplierPpm === multiplierPpm && JSON.stringify(one.price) === JSON.stringify(price),
    );
    if (known === undefined) {
      terms.push({ channelIds: [channel.id], price, multiplierPpm });
    } else {
      known.channelIds.push(channel.id);
    }
  }
  return terms;
}

/**
 * The most a task can cost on any of these offers, in nano-dollars: what is held for it. Never below the
 * floor of holds unless it is free everywhere.
 */
export function dearestTask(planned: readonly PlannedOffer[]): NanoUsd {
  let dearest = 0;
  for (const { offer, plan } of planned) {
    const { price, multiplierPpm } = offer;
    if (price !== null && !price.isFree && multiplierPpm > 0) {
      const measured = { usage: plan.usageCeiling, pieces: plan.piecesCeiling, serviceTier: null };
      dearest = Math.max(dearest, HOLD_FLOOR_NANO, priceOf(measured, price, multiplierPpm));
    }
  }
  return dearest;
}

/** What was made, at the prices that were agreed. Jobs of one price are rounded together, once. */
export function costOfJobs(jobs: readonly Job[], terms: readonly TaskTerms[]): TaskCost {
  const all = measuredOf(jobs);
  let costNano = 0;
  let factors: string | null = null;
  for (const { channelIds, price, multiplierPpm } of terms) {
    const own = jobs.filter(({ upstream }) => channelIds.includes(upstream?.channelId ?? ''));
    if (price !== null && own.some(({ made }) => made !== null)) {
      const measured = measuredOf(own);
      costNano += priceOf(measured, price, multiplierPpm);
      factors ??= priceFactors(measured, price, multiplierPpm);
    }
  }
  return { measured: all, costNano, price: factors };
}

function measuredOf(jobs: readonly Job[]): Measured {
  const made = jobs.flatMap((job) => job.made ?? []);
  return {
    usage: made.reduce((sum, { measured }) => addUsage(sum, measured.usage), NO_USAGE),
    serviceTier: made[0]?.measured.serviceTier ?? null,
    pieces: addPieces(made.flatMap(({ measured }) => measured.pieces ?? [])),
  };
}

function addUsage(one: Usage, other: Usage): Usage {
  const sums = USAGE_KINDS.map((kind) => [kind, one[kind] + other[kind]] as const);
  return { ...NO_USAGE, ...Object.fromEntries(sums) };
}

function addPieces(pieces: readonly PieceCount[]): PieceCount[] {
  const sums: PieceCount[] = [];
  for (const piece of pieces) {
    const at = sums.findIndex(({ kind, size }) => kind === piece.kind && size === piece.size);
    const known = sums[at];
    if (known === undefined) {
      sums.push(piece);
    } else {
      sums[at] = { ...known, count: known.count + piece.count };
    }
  }
  return sums;
}
