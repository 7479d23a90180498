import { FileQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/tasks.ts';
import { classNames } from '../../components/class-names.ts';

type Output = Task['outputs'][number];

/** One result, as the browser shows it; `isSmall` in lists. */
export function OutputView({
  output,
  prompt,
  isSmall = false,
}: {
  output: Output;
  prompt: string;
  isSmall?: boolean;
}) {
  const { t } = useTranslation('tasks');
  const address = pathOf(output.url);
  const size = classNames(
    'rounded-md bg-sunken object-cover',
    isSmall ? 'size-12' : 'max-h-96 w-full object-contain',
  );
  switch (output.media_type.split('/')[0]) {
    case 'image':
      return <img src={address} alt={prompt} loading="lazy" className={size} />;
    case 'video':
      // What a model filmed has no captions to show.
      return isSmall ? (
        <video src={address} muted preload="metadata" aria-label={prompt} className={size} />
      ) : (
        <video src={address} controls muted preload="metadata" aria-label={prompt} className={size} />
      );
    case 'audio':
      return isSmall ? (
        <FileQuestion aria-label={t('modality.music')} className="size-5 text-ink-faint" />
      ) : (
        <audio src={address} controls preload="metadata" aria-label={prompt} className="w-full">
          <track kind="captions" />
        </audio>
      );
    default:
      return <FileQuestion aria-label={output.media_type} className="size-5 text-ink-faint" />;
  }
}

/** The path alone: the console loads nothing from elsewhere, and the files are on its own address whatever it is called. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
