import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Below this, every row is in the document, where the browser's own search finds it. */
const VIRTUAL_FROM = 60;

/** The rows that are near the window, and how much room the others take. */
export interface VirtualRows {
  readonly items: readonly Pick<VirtualItem, 'index' | 'key'>[];
  readonly beforePx: number;
  readonly afterPx: number;
  readonly measure: (element: Element | null) => void;
}

/** Keeps only the rows near the window in the document. `container` begins where the first row does. */
export function useVirtualRows(
  count: number,
  estimatedPx: number,
  container: RefObject<HTMLElement | null>,
): VirtualRows {
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const top = container.current?.getBoundingClientRect().top ?? 0;
    setScrollMargin(Math.round(top + window.scrollY));
  }, [container]);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimatedPx,
    overscan: 12,
    scrollMargin,
    enabled: count >= VIRTUAL_FROM,
  });
  if (count < VIRTUAL_FROM) {
    const items = Array.from({ length: count }, (_, index) => ({ index, key: index }));
    return { items, beforePx: 0, afterPx: 0, measure: () => undefined };
  }
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  return {
    items,
    beforePx: first === undefined ? 0 : first.start - scrollMargin,
    afterPx: last === undefined ? 0 : virtualizer.getTotalSize() - (last.end - scrollMargin),
    measure: virtualizer.measureElement,
  };
}
