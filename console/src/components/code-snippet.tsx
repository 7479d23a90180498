import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { SCROLLABLE } from './scrollable.ts';

/** Code to be copied. Long lines scroll; the keyboard reaches them. `shown` stands in for what must not be seen. */
export function CodeSnippet({ code, shown = code, label }: { code: string; shown?: string; label: string }) {
  const { t } = useTranslation();
  return (
    <figure className="group relative overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex items-center justify-between border-b border-line py-1 pr-1 pl-3 text-xs text-ink-faint">
        <span className="font-mono">{label}</span>
        <CopyButton text={code} label={t('copy.code', { what: label })} />
      </figcaption>
      <section
        className="overflow-x-auto p-3 font-mono text-[13px] leading-relaxed -outline-offset-2"
        {...SCROLLABLE}
        aria-label={label}
      >
        <pre>
          <code>{shown}</code>
        </pre>
      </section>
    </figure>
  );
}
