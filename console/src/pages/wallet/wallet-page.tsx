import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ReceiptText, Ticket } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ledgerOptions, walletOptions } from '../../api/wallet.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/form/index.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState } from '../../components/states.tsx';
import { DataTable } from '../../components/table/index.ts';
import { Balance } from './balance.tsx';
import { useLedgerColumns } from './ledger-columns.tsx';
import { RedeemDialog } from './redeem-dialog.tsx';
import { LEDGER_VIEWS, type LedgerView } from './routes.ts';
import { Statements } from './statements.tsx';

const route = getRouteApi('/personal/wallet');
const KINDS: Readonly<Record<LedgerView, string>> = {
  in: 'credit,grant,redeem,payment,refund',
  out: 'charge,capture,payment_refund,adjustment',
  held: 'hold,release',
};

/** What an organization has, where it came from and where it went. */
export function WalletPage() {
  const { t } = useTranslation('wallet');
  const { organizationId, can } = useScope();
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const wallet = useQuery(walletOptions(organizationId));
  const ledger = useInfiniteQuery(
    ledgerOptions(organizationId, show === undefined ? undefined : KINDS[show]),
  );
  const [isRedeeming, setRedeeming] = useState(false);
  const columns = useLedgerColumns();
  const choices = [
    { value: '', label: t('ledger.all') },
    ...LEDGER_VIEWS.map((value) => ({ value, label: t(`ledger.${value}`) })),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          can('wallet:redeem') ? (
            <Button icon={<Ticket aria-hidden className="size-4" />} onClick={() => setRedeeming(true)}>
              {t('redeem.open')}
            </Button>
          ) : undefined
        }
      />
      <Balance query={wallet} />
      <h2 className="mt-8 mb-3 text-base font-semibold">{t('ledger.title')}</h2>
      <DataTable
        name="ledger"
        label={t('ledger.title')}
        columns={columns}
        query={ledger}
        toolbar={
          <SelectField
            label={t('ledger.show')}
            className="flex items-center gap-2 [&_label]:mb-0"
            choices={choices}
            value={show ?? ''}
            onChange={({ target }) => {
              const chosen = LEDGER_VIEWS.find((view) => view === target.value);
              void navigate({ search: chosen === undefined ? {} : { show: chosen }, replace: true });
            }}
          />
        }
        empty={
          <EmptyState icon={<ReceiptText />} title={t('ledger.empty')}>
            {t('ledger.emptyText')}
          </EmptyState>
        }
      />
      <Statements organizationId={organizationId} />
      {isRedeeming ? (
        <RedeemDialog organizationId={organizationId} onClose={() => setRedeeming(false)} />
      ) : null}
    </>
  );
}
