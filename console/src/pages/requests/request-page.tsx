import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type RequestDetail, requestOptions } from '../../api/requests.ts';
import { BackLink } from '../../components/back-link.tsx';
import { Card } from '../../components/card.tsx';
import { JsonView } from '../../components/json-view.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StatTile } from '../../components/stat-tile.tsx';
import { ErrorState, LoadingState } from '../../components/states.tsx';
import { useFormats } from '../../i18n/format.ts';
import { Attempts } from './attempts.tsx';
import { Charge } from './charge.tsx';
import { RequestState } from './request-state.tsx';

const route = getRouteApi('/personal/requests/$requestId');

/** Everything that is known of one request. */
export function RequestPage() {
  const { t } = useTranslation('requests');
  const { requestId } = route.useParams();
  const { data, error, refetch } = useQuery(requestOptions(requestId));
  const back = <BackLink to="/requests" label={t('title')} />;
  if (data === undefined) {
    return (
      <>
        <PageHeader title={t('one')} before={back} />
        {error === null ? <LoadingState /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={data.model ?? data.operation}
        before={back}
        description={<code className="font-mono text-xs break-all">{data.id}</code>}
        actions={<RequestState request={data} />}
      />
      <Figures request={data} />
      <div className="mt-5 grid items-start gap-5 lg:grid-cols-2">
        <Card title={t('attempts.title')} className="lg:col-span-2">
          <Attempts request={data} />
        </Card>
        <Card title={t('charge.title')}>
          <Charge request={data} />
        </Card>
        <Facts request={data} />
      </div>
    </>
  );
}

function Figures({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('requests');
  const { money, count, duration } = useFormats();
  const { usage } = request;
  const input =
    usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens + usage.cache_write_1h_tokens;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <StatTile
        label={t('column.cost')}
        value={money(request.charge.amount)}
        hint={t(`source.${request.usage_source}`)}
      />
      <StatTile
        label={t('column.total')}
        value={duration(request.total_ms)}
        hint={
          request.first_byte_ms === null
            ? undefined
            : t('firstByte', { time: duration(request.first_byte_ms) })
        }
      />
      <StatTile
        label={t('column.input')}
        value={count(input)}
        hint={usage.cache_read_tokens === 0 ? undefined : t('cached', { count: usage.cache_read_tokens })}
      />
      <StatTile
        label={t('column.output')}
        value={count(usage.output_tokens + usage.reasoning_tokens)}
        hint={usage.reasoning_tokens === 0 ? undefined : t('reasoning', { count: usage.reasoning_tokens })}
      />
    </div>
  );
}

function Facts({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('requests');
  const { time } = useFormats();
  const facts: readonly (readonly [string, string | null])[] = [
    ['time', time(request.created_at)],
    ['operation', request.operation],
    ['route', request.route],
    ['upstreamModel', request.upstream_model],
    ['stream', t(request.stream ? 'yes' : 'no')],
    ['client', request.client_gone ? t('clientGone') : null],
    ['keyId', request.key_id],
    ['projectId', request.project_id],
  ];
  return (
    <Card title={t('facts.title')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{t(`facts.${name}`)}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {request.charge.price == null ? null : (
        <details className="mt-4">
          <summary className="cursor-pointer text-sm font-medium">{t('facts.price')}</summary>
          <div className="mt-2">
            <JsonView value={request.charge.price} label={t('facts.price')} />
          </div>
        </details>
      )}
    </Card>
  );
}
