import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, keyOptions } from '../../../api/keys.ts';
import { useMayChangeKey } from '../../../app/may-change-key.ts';
import { BackLink } from '../../../components/back-link.tsx';
import { Button } from '../../../components/button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { ErrorState, LoadingState } from '../../../components/states.tsx';
import { Tabs } from '../../../components/tabs.tsx';
import { KeyActions } from '../key-actions.tsx';
import { KeyDialogs } from '../key-dialogs.tsx';
import { KeyStatus } from '../key-status.tsx';
import type { KeyDialog } from '../open-dialog.ts';
import type { KeyTab } from '../routes.ts';
import { KeyLimits } from './key-limits.tsx';
import { KeyRequests } from './key-requests.tsx';
import { KeySnippets } from './key-snippets.tsx';
import { KeySummary } from './key-summary.tsx';
import { KeyUsage } from './key-usage-view.tsx';

const route = getRouteApi('/personal/keys/$keyId');

/** Everything about one key. */
export function KeyPage() {
  const { t } = useTranslation('keys');
  const { keyId } = route.useParams();
  const query = useQuery(keyOptions(keyId));
  if (query.data !== undefined) {
    return <Loaded apiKey={query.data} />;
  }
  return query.error === null ? (
    <LoadingState />
  ) : (
    <>
      <BackLink to="/keys" label={t('title')} />
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    </>
  );
}

function Loaded({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const { tab = 'usage' } = route.useSearch();
  const navigate = route.useNavigate();
  const [dialog, open] = useState<KeyDialog | null>(null);
  const mayChange = useMayChangeKey()(apiKey);
  const show = (next: KeyTab) => navigate({ search: { tab: next }, replace: true });
  return (
    <>
      <PageHeader
        before={<BackLink to="/keys" label={t('title')} />}
        title={apiKey.name}
        description={
          <span className="flex flex-wrap items-center gap-2">
            <code className="font-mono text-[13px]">{apiKey.preview}</code>
            <KeyStatus apiKey={apiKey} />
          </span>
        }
        actions={
          <>
            {mayChange ? (
              <Button onClick={() => open({ kind: 'edit', key: apiKey })}>{t('action.edit')}</Button>
            ) : null}
            <KeyActions apiKey={apiKey} open={open} />
          </>
        }
      />
      <KeySummary apiKey={apiKey} />
      <div className="mt-6">
        <Tabs<KeyTab>
          label={t('tab.label')}
          value={tab}
          onChange={show}
          tabs={[
            { name: 'usage', label: t('tab.usage'), content: <KeyUsage keyId={apiKey.id} /> },
            { name: 'requests', label: t('tab.requests'), content: <KeyRequests keyId={apiKey.id} /> },
            { name: 'limits', label: t('tab.limits'), content: <KeyLimits apiKey={apiKey} /> },
            { name: 'snippets', label: t('tab.snippets'), content: <KeySnippets apiKey={apiKey} /> },
          ]}
        />
      </div>
      <KeyDialogs
        dialog={dialog}
        open={open}
        onClose={() => open(null)}
        onDeleted={() => void navigate({ to: '/keys', search: {} })}
      />
    </>
  );
}
