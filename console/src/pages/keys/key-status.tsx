import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/keys.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Tooltip } from '../../components/tooltip.tsx';

const TONES: Readonly<Record<ApiKey['status'], Tone>> = {
  active: 'good',
  inactive: 'neutral',
  expired: 'warning',
  exhausted: 'warning',
  deleted: 'bad',
};

/** Active, Disabled, Expired, Exhausted, Deleted; and whether it was reported as leaked. */
export function KeyStatus({ apiKey }: { apiKey: Pick<ApiKey, 'status' | 'leaked_at'> }) {
  const { t } = useTranslation('keys');
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={TONES[apiKey.status]} hasDot>
        {t(`status.${apiKey.status}`)}
      </Badge>
      {apiKey.leaked_at === null ? null : (
        <Tooltip text={t('leaked.hint')}>
          <button type="button" className="rounded-full">
            <Badge tone="bad">{t('leaked.label')}</Badge>
          </button>
        </Tooltip>
      )}
    </span>
  );
}
