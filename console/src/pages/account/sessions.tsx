import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endOtherSessions, endSession, sessionsOptions } from '../../api/account.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { useErrorText } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ErrorState } from '../../components/states.tsx';
import { showToast } from '../../components/toast.tsx';
import { useFormats } from '../../i18n/format.ts';

/** Where one is signed in; each can be ended at once. */
export function Sessions() {
  const { t } = useTranslation('account');
  const formats = useFormats();
  const textOf = useErrorText();
  const query = useQuery(sessionsOptions);
  const act = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => showToast({ tone: 'bad', text: textOf(error) }));
  };
  return (
    <Card
      title={t('session.title')}
      actions={
        (query.data?.length ?? 0) > 1 ? (
          <Button size="small" onClick={() => act(endOtherSessions())}>
            {t('session.endOthers')}
          </Button>
        ) : undefined
      }
    >
      {query.error !== null && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton className="h-16 w-full" />
      ) : (
        <ul className="divide-y divide-line">
          {query.data.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 py-2.5">
              <span className="min-w-0 flex-1 text-sm">
                <span className="flex flex-wrap items-center gap-2 font-medium">
                  {browserOf(session.user_agent) ?? t('session.unknown')}
                  {session.is_current ? <Badge tone="good">{t('session.this')}</Badge> : null}
                </span>
                <span className="block text-xs text-ink-faint">
                  {session.address ?? '–'} · {t('session.since', { when: formats.time(session.created_at) })}
                </span>
              </span>
              {session.is_current ? null : (
                <Button size="small" onClick={() => act(endSession(session.id))}>
                  {t('session.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

/** The browser and the system that a user agent says; null where it says neither. */
function browserOf(agent: string | null): string | null {
  const find = (names: readonly (readonly [RegExp, string])[]): string | undefined =>
    names.find(([pattern]) => pattern.test(agent ?? ''))?.[1];
  const parts = [find(BROWSERS), find(SYSTEMS)].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(' · ');
}
