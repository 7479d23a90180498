/**
 * For an element that scrolls by itself: only what takes focus can be scrolled with the keyboard (WCAG 2.1.1, and
 * axe's rule scrollable-region-focusable). Give it a name too.
 */
export const SCROLLABLE = { tabIndex: 0 } as const;
