import { useTranslation } from 'react-i18next';
import type { UsageReport, UsageSum } from '../../api/usage.ts';
import { StatTile } from '../../components/stat-tile.tsx';
import { useFormats } from '../../i18n/format.ts';

type Whole = UsageReport['total'];

/** The figures of the whole time, each beside that of the time before. */
export function UsageTiles({ report: { total, previous } }: { report: UsageReport }) {
  const { t } = useTranslation('usage');
  const { money, count, short, percent, duration } = useFormats();
  const rate = (part: number, whole: number): string => (whole === 0 ? '–' : percent(part / whole));
  const tiles: readonly { readonly name: string; figureOf(sum: Whole): string }[] = [
    { name: 'spend', figureOf: ({ charge }) => money(charge) },
    { name: 'requests', figureOf: ({ requests }) => count(requests) },
    { name: 'tokensAll', figureOf: (sum) => short(tokensOf(sum)) },
    { name: 'errors', figureOf: ({ errors, requests }) => rate(errors, requests) },
    {
      name: 'latency',
      figureOf: ({ average_ms: average }) => (average === null ? '–' : duration(average)),
    },
    { name: 'p95', figureOf: ({ p95_ms: p95 }) => (p95 === null ? '–' : duration(p95)) },
    { name: 'cache', figureOf: ({ cache_hit_rate: hits }) => (hits === null ? '–' : percent(hits)) },
    { name: 'images', figureOf: ({ images, seconds, songs }) => count(images + seconds + songs) },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {tiles.map(({ name, figureOf }) => (
        <StatTile
          key={name}
          label={t(name)}
          value={figureOf(total)}
          hint={previous === null ? undefined : t('before', { value: figureOf(previous) })}
        />
      ))}
    </div>
  );
}

function tokensOf(sum: UsageSum): number {
  return (
    sum.input_tokens +
    sum.cache_read_tokens +
    sum.cache_write_5m_tokens +
    sum.cache_write_1h_tokens +
    sum.audio_input_tokens +
    sum.image_input_tokens +
    sum.output_tokens +
    sum.reasoning_tokens +
    sum.audio_output_tokens +
    sum.image_output_tokens
  );
}
