import type { z } from '@hono/zod-openapi';
import type { CodeBatch, RedeemCode, ShownCode } from '../../codes/index.ts';
import { formatUsd } from '../../core/money.ts';
import type { CodeBatchJson, CodeJson } from '../contract/codes.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** A batch as it is answered. */
export function presentBatch(batch: CodeBatch): z.infer<typeof CodeBatchJson> {
  return {
    id: batch.id,
    object: 'code_batch',
    name: batch.name,
    amount: formatUsd(batch.amountNano),
    count: batch.count,
    redeemed: batch.redeemed,
    disabled: batch.disabled,
    expires_at: formatTimeOrNull(batch.expiresAtMs),
    created_by: batch.createdBy,
    created_at: formatTime(batch.createdAtMs),
  };
}

/** A code as it is answered, without its string. */
export function presentCode(code: RedeemCode): z.infer<typeof CodeJson> {
  return {
    id: code.id,
    object: 'code',
    batch_id: code.batchId,
    amount: formatUsd(code.amountNano),
    last4: code.last4,
    status: code.status,
    expires_at: formatTimeOrNull(code.expiresAtMs),
    organization_id: code.organizationId,
    redeemed_at: formatTimeOrNull(code.redeemedAtMs),
    redeemed_by: code.redeemedBy,
  };
}

/** The string of a code, for those who may see it. */
export function presentShownCode({ id, code }: ShownCode) {
  return { id, code: code.reveal() };
}
