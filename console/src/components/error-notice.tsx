import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.ts';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';

/** A sentence about an error in the reader's language where the code is known, else the gateway's own. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) {
      return t('error.unexpected');
    }
    const known = t(`error.code.${error.code}`, { defaultValue: '' });
    return known === '' ? error.message : known;
  };
}

/** What went wrong, beside what it went wrong with, with the id an operator finds it by. */
export function ErrorNotice({ error, className }: { error: unknown; className?: string }) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div
      role="alert"
      className={classNames(
        'flex gap-2.5 rounded-md bg-danger-soft px-3 py-2.5 text-sm text-danger-ink',
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="break-words">{textOf(error)}</p>
        {requestId === null ? null : (
          <p className="mt-1 flex flex-wrap items-center gap-1 text-xs">
            {t('error.requestId')} <code className="font-mono break-all">{requestId}</code>
            <CopyButton text={requestId} label={t('error.copyRequestId')} className="size-6" />
          </p>
        )}
      </div>
    </div>
  );
}
