import { NO_PIECES, type PieceCount, type Usage } from '../../canonical/usage.ts';
import type { AttemptRecord, OpenRecord, RequestRecord } from '../request-record.ts';

/**
 * Records as the journal writes them: lists without names, which halves the bytes of every line and with
 * them the time to write, check and delete them. The order is part of the file format: a list may grow at
 * its end, where an older file then has nothing; anything else needs another shape of line in `line.ts`.
 */
export type PackedOpen = readonly [
  OpenRecord['id'],
  OpenRecord['organizationId'],
  OpenRecord['projectId'],
  OpenRecord['keyId'],
  OpenRecord['groupId'],
  operation: string,
  dialect: string,
  model: string,
  isStreaming: boolean,
  holdNano: number,
  startedAtMs: number,
];

/** The last two kinds are missing in files from before there were counts of images. */
type PackedUsage = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number?,
  number?,
];

type PackedPiece = readonly [PieceCount['kind'], count: number, size: string | null];

type PackedAttempt = readonly [
  AttemptRecord['channelId'],
  AttemptRecord['status'],
  upstreamStatus: number | null,
  errorCode: string | null,
  startedAtMs: number,
  firstByteMs: number | null,
  totalMs: number,
  upstreamCostNano: number | null,
];

export type PackedClose = readonly [
  RequestRecord['id'],
  RequestRecord['organizationId'],
  RequestRecord['projectId'],
  RequestRecord['keyId'],
  RequestRecord['groupId'],
  operation: string,
  dialect: string,
  model: string | null,
  upstreamModel: string | null,
  route: string | null,
  isStreaming: boolean,
  RequestRecord['state'],
  status: number,
  errorCode: string | null,
  PackedUsage,
  RequestRecord['usageSource'],
  chargeNano: number,
  uncollectedNano: number,
  holdNano: number,
  price: string | null,
  clientGone: boolean,
  startedAtMs: number,
  firstByteMs: number | null,
  totalMs: number,
  readonly PackedAttempt[],
  /** Null, or missing in older files, where nothing was counted by the piece. */
  pieces?: readonly PackedPiece[] | null,
];

/** The list of an opening. */
export function packOpen(record: OpenRecord): PackedOpen {
  return [
    record.id,
    record.organizationId,
    record.projectId,
    record.keyId,
    record.groupId,
    record.operation,
    record.dialect,
    record.model,
    record.isStreaming,
    record.holdNano,
    record.startedAtMs,
  ];
}

/** The opening of a list. */
export function unpackOpen(packed: PackedOpen): OpenRecord {
  const [id, organizationId, projectId, keyId, groupId, operation, dialect, model, ...rest] = packed;
  const [isStreaming, holdNano, startedAtMs] = rest;
  return {
    ...{ id, organizationId, projectId, keyId, groupId, operation, dialect, model },
    ...{ isStreaming, holdNano, startedAtMs },
  };
}

/** The list of a closing. */
export function packClose(record: RequestRecord): PackedClose {
  const { usage } = record;
  return [
    record.id,
    record.organizationId,
    record.projectId,
    record.keyId,
    record.groupId,
    record.operation,
    record.dialect,
    record.model,
    record.upstreamModel,
    record.route,
    record.isStreaming,
    record.state,
    record.status,
    record.errorCode,
    [
      usage.inputTokens,
      usage.cacheReadTokens,
      usage.cacheWrite5mTokens,
      usage.cacheWrite1hTokens,
      usage.audioInputTokens,
      usage.outputTokens,
      usage.reasoningTokens,
      usage.audioOutputTokens,
      usage.imageInputTokens,
      usage.imageOutputTokens,
    ],
    record.usageSource,
    record.chargeNano,
    record.uncollectedNano,
    record.holdNano,
    record.price,
    record.clientGone,
    record.startedAtMs,
    record.firstByteMs,
    record.totalMs,
    record.attempts.map(packAttempt),
    record.pieces.length === 0 ? null : record.pieces.map(packPiece),
  ];
}

/** The closing of a list. */
export function unpackClose(packed: PackedClose): RequestRecord {
  const [id, organizationId, projectId, keyId, groupId, operation, dialect, ...afterDialect] = packed;
  const [model, upstreamModel, route, isStreaming, state, status, errorCode, usage, ...money] = afterDialect;
  const [usageSource, chargeNano, uncollectedNano, holdNano, price, clientGone, ...times] = money;
  const [startedAtMs, firstByteMs, totalMs, attempts, pieces] = times;
  return {
    ...{ id, organizationId, projectId, keyId, groupId, operation, dialect },
    ...{ model, upstreamModel, route, isStreaming, state, status, errorCode, usage: unpackUsage(usage) },
    ...{ usageSource, chargeNano, uncollectedNano, holdNano, price, clientGone },
    ...{ startedAtMs, firstByteMs, totalMs, attempts: attempts.map(unpackAttempt) },
    pieces: pieces?.map(unpackPiece) ?? NO_PIECES,
  };
}

function unpackUsage(packed: PackedUsage): Usage {
  const [inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, ...rest] = packed;
  const [audioInputTokens, outputTokens, reasoningTokens, audioOutputTokens, ...images] = rest;
  const [imageInputTokens = 0, imageOutputTokens = 0] = images;
  return {
    ...{ inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens },
    ...{ audioInputTokens, outputTokens, reasoningTokens, audioOutputTokens },
    ...{ imageInputTokens, imageOutputTokens },
  };
}

function packPiece({ kind, count, size }: PieceCount): PackedPiece {
  return [kind, count, size];
}

function unpackPiece([kind, count, size]: PackedPiece): PieceCount {
  return { kind, count, size };
}

function packAttempt(attempt: AttemptRecord): PackedAttempt {
  return [
    attempt.channelId,
    attempt.status,
    attempt.upstreamStatus,
    attempt.errorCode,
    attempt.startedAtMs,
    attempt.firstByteMs,
    attempt.totalMs,
    attempt.upstreamCostNano,
  ];
}

function unpackAttempt(packed: PackedAttempt): AttemptRecord {
  const [channelId, status, upstreamStatus, errorCode, startedAtMs, firstByteMs, totalMs, upstreamCostNano] =
    packed;
  return {
    channelId,
    status,
    upstreamStatus,
    errorCode,
    startedAtMs,
    firstByteMs,
    totalMs,
    upstreamCostNano,
  };
}
