import { useTranslation } from 'react-i18next';
import type { RequestDetail } from '../../api/requests.ts';
import { useFormats } from '../../i18n/format.ts';

const A_MILLION = 1_000_000;

/** How the charge came about, line by line, from what is stored. */
export function Charge({ request: { computation, charge } }: { request: RequestDetail }) {
  const { t } = useTranslation('requests');
  const { money, count } = useFormats();
  if (computation === null) {
    return <p className="text-sm text-ink-soft">{t('charge.none')}</p>;
  }
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t('charge.title')}</caption>
      <thead className="text-left text-xs text-ink-faint">
        <tr>
          <th className="pb-1 font-medium">{t('charge.what')}</th>
          <th className="pb-1 text-right font-medium">{t('charge.count')}</th>
          <th className="pb-1 text-right font-medium">{t('charge.price')}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {computation.lines.map((line) => (
          <tr key={`${line.kind} ${line.size}`}>
            <td className="py-1.5">
              {t(`kind.${line.kind}`, { defaultValue: line.kind })}
              {line.size === null ? '' : ` · ${line.size}`}
            </td>
            <td className="numeric py-1.5 text-right">{count(line.count)}</td>
            <td className="numeric py-1.5 text-right">
              {money(line.price)}
              <span className="text-ink-faint"> {line.per === A_MILLION ? t('charge.perMillion') : ''}</span>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot className="border-t border-line-strong font-medium">
        <tr>
          <td className="pt-2" colSpan={2}>
            {t('charge.cost')}
          </td>
          <td className="numeric pt-2 text-right">{money(computation.cost)}</td>
        </tr>
        {charge.uncollected === '0' ? null : (
          <tr>
            <td colSpan={2}>{t('charge.uncollected')}</td>
            <td className="numeric text-right">{money(charge.uncollected)}</td>
          </tr>
        )}
      </tfoot>
    </table>
  );
}
