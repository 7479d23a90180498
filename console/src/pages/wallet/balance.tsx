import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Wallet } from '../../api/wallet.ts';
import { Card } from '../../components/card.tsx';
import { StatTile } from '../../components/stat-tile.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useFormats } from '../../i18n/format.ts';

const PARTS = ['remaining', 'held', 'spent', 'granted'] as const;

/** What remains, is set aside and was spent: together what was granted. */
export function Balance({ query }: { query: UseQueryResult<Wallet> }) {
  const { t } = useTranslation('wallet');
  const formats = useFormats();
  const { data: wallet, error } = query;
  if (wallet === undefined && error !== null) {
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {PARTS.map((part) => (
        <StatTile
          key={part}
          label={t(`balance.${part}`)}
          value={wallet === undefined ? '' : formats.money(wallet[part])}
          hint={t(`balance.${part}Hint`)}
          isLoading={wallet === undefined}
        />
      ))}
    </div>
  );
}
