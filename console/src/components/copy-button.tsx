import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { copyText } from './copy-text.ts';
import { showToast } from './toast.tsx';

/** Copies a text, and says so for a moment. */
export function CopyButton({
  text,
  label,
  className,
}: {
  /** What is copied, or how it is got; null where it was not got, and whoever said so already. */
  text: string | (() => Promise<string | null>);
  label: string;
  className?: string;
}) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    const known = typeof text === 'string' ? text : await text();
    if (known === null) {
      return;
    }
    if (!(await copyText(known))) {
      showToast({ tone: 'bad', text: t('copy.failed') });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  }

  return (
    <IconButton label={isCopied ? t('copy.done') : label} className={className} onClick={copy}>
      {isCopied ? (
        <Check aria-hidden className="size-4 text-accent" />
      ) : (
        <Copy aria-hidden className="size-4" />
      )}
      <span role="status" className="sr-only">
        {isCopied ? t('copy.done') : ''}
      </span>
    </IconButton>
  );
}
