import { useTranslation } from 'react-i18next';
import type { RequestDetail } from '../../api/requests.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { classNames } from '../../components/class-names.ts';
import { useFormats } from '../../i18n/format.ts';

type Attempt = RequestDetail['attempts'][number];

const TONES: Readonly<Record<Attempt['status'], Tone>> = {
  succeeded: 'good',
  failed: 'bad',
  aborted: 'warning',
};

/** What was tried, one below the other, each as long as it took and where in the request it began. */
export function Attempts({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('requests');
  const { duration, money } = useFormats();
  if (request.attempts.length === 0) {
    return <p className="text-sm text-ink-soft">{t('attempts.none')}</p>;
  }
  const startMs = Date.parse(request.created_at);
  const wholeMs = Math.max(1, request.total_ms);
  return (
    <ol className="space-y-4">
      {request.attempts.map((attempt, index) => {
        const offset = Math.min(
          100,
          Math.max(0, ((Date.parse(attempt.started_at) - startMs) / wholeMs) * 100),
        );
        const length = Math.max(1, Math.min(100 - offset, (attempt.total_ms / wholeMs) * 100));
        return (
          <li key={`${attempt.channel_id} ${attempt.started_at}`}>
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {t('attempts.one', { number: index + 1, channel: attempt.channel ?? attempt.channel_id })}
                <Badge tone={TONES[attempt.status]}>
                  {attempt.upstream_status ?? ''} {attempt.error_code ?? t(`attempts.${attempt.status}`)}
                </Badge>
              </span>
              <span className="numeric text-xs text-ink-soft">
                {attempt.first_byte_ms === null
                  ? ''
                  : `${t('firstByte', { time: duration(attempt.first_byte_ms) })} · `}
                {duration(attempt.total_ms)}
                {attempt.upstream_cost === null
                  ? ''
                  : ` · ${t('attempts.cost', { cost: money(attempt.upstream_cost) })}`}
              </span>
            </div>
            <div aria-hidden className="mt-1.5 h-2 rounded-full bg-sunken">
              <div
                className={classNames(
                  'h-2 rounded-full',
                  attempt.status === 'failed' ? 'bg-danger' : 'bg-accent',
                )}
                style={{ marginLeft: `${offset}%`, width: `${length}%` }}
              />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
