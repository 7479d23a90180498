import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { useFormats } from '../../i18n/format.ts';
import type { RequestRow } from './use-first-request.ts';

const BOX = 'flex gap-3 rounded-lg border px-4 py-3 text-sm';

/** Waits for the first request of the key, and says what became of it. */
export function FirstRequest({ isWaiting, request }: { isWaiting: boolean; request: RequestRow | null }) {
  const { t } = useTranslation('start');
  return (
    <div role="status">
      {request === null ? (
        <div className={classNames(BOX, 'items-center border-dashed border-line-strong text-ink-soft')}>
          <span aria-hidden className="relative flex size-2.5">
            {isWaiting ? (
              <span className="absolute inset-0 animate-ping rounded-full bg-warning opacity-60" />
            ) : null}
            <span
              className={classNames(
                'relative size-2.5 rounded-full',
                isWaiting ? 'bg-warning' : 'bg-line-strong',
              )}
            />
          </span>
          {isWaiting ? t('first.waiting') : t('first.before')}
        </div>
      ) : (
        <Arrived request={request} />
      )}
    </div>
  );
}

function Arrived({ request }: { request: RequestRow }) {
  const { t } = useTranslation('start');
  const { count, money, duration } = useFormats();
  const { usage } = request;
  if (request.state !== 'settled') {
    return (
      <div className={classNames(BOX, 'border-transparent bg-warning-soft text-warning-ink')}>
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div>
          <p className="font-medium">
            {t('first.refused', { status: request.status, code: request.error_code ?? '' })}
          </p>
          <p>{t('first.again')}</p>
        </div>
      </div>
    );
  }
  return (
    <div className={classNames(BOX, 'border-transparent bg-accent-soft text-accent-ink')}>
      <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-semibold">{t('first.arrived')}</p>
        <p className="numeric">
          {t('first.figures', {
            model: request.model ?? '',
            input: count(usage.input_tokens + usage.cache_read_tokens),
            output: count(usage.output_tokens),
            cost: money(request.charge.amount),
            time: duration(request.total_ms),
          })}
        </p>
        <Link
          to="/keys/$keyId"
          params={{ keyId: request.key_id }}
          search={{ tab: 'requests' }}
          className="mt-1 inline-block font-medium underline underline-offset-3 hover:no-underline"
        >
          {t('first.open')}
        </Link>
      </div>
    </div>
  );
}
