import type { z } from '@hono/zod-openapi';
import type { Wallets } from '../../billing/index.ts';
import { formatUsd } from '../../core/money.ts';
import type { WalletJson } from '../contract/wallet.ts';

/** A wallet as it is answered. */
export function presentWallet(wallet: Awaited<ReturnType<Wallets['read']>>): z.infer<typeof WalletJson> {
  return {
    object: 'wallet',
    granted: formatUsd(wallet.grantedNano),
    remaining: formatUsd(wallet.remainingNano),
    held: formatUsd(wallet.heldNano),
    spent: formatUsd(wallet.spentNano),
    unit: 'USD',
  };
}
