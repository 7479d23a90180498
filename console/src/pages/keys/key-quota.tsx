import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/keys.ts';
import { Progress } from '../../components/progress.tsx';
import { useFormats } from '../../i18n/format.ts';

/** What a key spent of what it may, with a bar; unlimited keys show what they spent. */
export function KeyQuota({
  apiKey,
  label,
}: {
  apiKey: Pick<ApiKey, 'quota' | 'quota_used'>;
  label?: string;
}) {
  const { t } = useTranslation('keys');
  const { money } = useFormats();
  const { quota, quota_used: used } = apiKey;
  if (quota === null) {
    return (
      <span className="whitespace-nowrap">
        {money(used)} <span className="text-xs text-ink-faint">{t('quota.unlimited')}</span>
      </span>
    );
  }
  return (
    <span className="block w-40 max-w-full">
      <span className="flex justify-between gap-2 text-[13px] whitespace-nowrap">
        <span>{money(used)}</span>
        <span className="text-ink-faint">{t('quota.of', { quota: money(quota) })}</span>
      </span>
      <span className="mt-1 block">
        <Progress value={Number(used)} max={Number(quota)} label={label ?? t('quota.bar')} />
      </span>
    </span>
  );
}

/** The spend windows that have a limit. */
export function KeyWindows({ windows }: { windows: ApiKey['spend_windows'] }) {
  const { t } = useTranslation('keys');
  const { money } = useFormats();
  const limited = (['5h', '1d', '7d', '30d'] as const).filter((name) => windows[name] !== null);
  return limited.length === 0 ? (
    <span className="text-ink-faint">{t('none')}</span>
  ) : (
    <span className="flex flex-wrap gap-x-2 text-[13px]">
      {limited.map((name) => (
        <span key={name} className="whitespace-nowrap">
          {money(windows[name] ?? '0')}
          <span className="text-ink-faint">/{t(`window.${name}`)}</span>
        </span>
      ))}
    </span>
  );
}
