import type { TFunction } from 'i18next';
import type { BulkResult } from '../../api/keys.ts';
import { showToast } from '../../components/toast.tsx';

/** Says how many keys of a bulk were done, and why others were not. */
export function reportBulk(results: BulkResult['data'], t: TFunction<'keys'>): void {
  const refused = results.filter(({ status }) => status === 'refused');
  const done = results.length - refused.length;
  const [first] = refused;
  showToast(
    first === undefined
      ? { text: t('toast.bulk', { count: done }) }
      : {
          tone: 'bad',
          text: t('toast.bulkRefused', { done, count: refused.length, reason: first.error?.message }),
        },
  );
}
