import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../../api/keys.ts';
import { StatTile } from '../../../components/stat-tile.tsx';
import { useFormats } from '../../../i18n/format.ts';

/** What one wants to know of a key at a glance. */
export function KeySummary({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const { money, relative, day } = useFormats();
  const { quota, quota_used: used, expires_at: expires, last_used_at: lastUsed } = apiKey;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <StatTile
        label={t('summary.spent')}
        value={money(used)}
        hint={quota === null ? t('quota.unlimited') : t('quota.of', { quota: money(quota) })}
      />
      <StatTile
        label={t('column.expiry')}
        value={expires === null ? t('permanent') : day(expires)}
        hint={expires === null ? undefined : relative(expires)}
      />
      <StatTile label={t('column.lastUsed')} value={lastUsed === null ? t('never') : relative(lastUsed)} />
      <StatTile label={t('column.created')} value={day(apiKey.created_at)} hint={t(`type.${apiKey.type}`)} />
    </div>
  );
}
