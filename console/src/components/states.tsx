import { Lock, RefreshCw, ServerCrash } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Skeleton } from './skeleton.tsx';

/** Nothing is here yet: what would be, and how to get it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      {icon === undefined ? null : (
        <div aria-hidden className="mb-3 rounded-full bg-sunken p-3 text-ink-faint [&_svg]:size-5">
          {icon}
        </div>
      )}
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="mt-1 max-w-md text-sm text-ink-soft">{children}</div>}
      {action === undefined ? null : <div className="mt-4">{action}</div>}
    </div>
  );
}

/** Something failed: what, the id of the request, and another try. A refusal says who can help instead. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const isRefused = error instanceof ApiError && error.status === 403;
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <div aria-hidden className="mb-3 rounded-full bg-sunken p-3 text-ink-faint">
        {isRefused ? <Lock className="size-5" /> : <ServerCrash className="size-5" />}
      </div>
      <p className="font-medium">{isRefused ? t('state.refused') : t('state.failed')}</p>
      <ErrorNotice error={error} className="mt-3 max-w-lg text-left" />
      {onRetry === undefined || isRefused ? null : (
        <Button
          className="mt-4"
          icon={<RefreshCw aria-hidden className="size-4" />}
          onClick={() => onRetry()}
        >
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}

/** A page or a part of one that is on its way. */
export function LoadingState() {
  const { t } = useTranslation();
  return (
    <div role="status" className="space-y-3 py-2">
      <span className="sr-only">{t('state.loading')}</span>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-4 w-80 max-w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
