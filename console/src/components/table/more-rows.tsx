import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';

interface MoreRowsProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly error: Error | null;
    fetchNextPage(): unknown;
  };
}

/** Reads the next part when it comes into sight; the button is for whoever does not scroll. */
export function MoreRows({ query }: MoreRowsProps) {
  const { t } = useTranslation();
  const foot = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, error, fetchNextPage } = query;
  const isReady = hasNextPage && !isFetchingNextPage && error === null;
  useEffect(() => {
    if (!isReady || foot.current === null) {
      return;
    }
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetchNextPage(), {
      rootMargin: '400px',
    });
    observer.observe(foot.current);
    return () => observer.disconnect();
  }, [isReady, fetchNextPage]);
  return hasNextPage ? (
    <div ref={foot} className="flex justify-center border-t border-line p-2">
      <Button kind="quiet" size="small" isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
        {t('table.more')}
      </Button>
    </div>
  ) : null;
}
