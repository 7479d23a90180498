import { useSyncExternalStore } from 'react';

/** What a person may choose; `system` follows the machine. */
export type Theme = 'system' | 'light' | 'dark';

// The same name stands in public/theme.js, which runs before this.
const STORED = 'turnpike.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** What was chosen in this browser. */
function chosenTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Changes the theme at once and remembers it. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(STORED, theme);
  apply();
  for (const listener of listeners) {
    listener();
  }
}

/** The chosen theme, followed as it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosenTheme);
}

function apply(): void {
  const theme = chosenTheme();
  document.documentElement.classList.toggle(
    'dark',
    theme === 'dark' || (theme === 'system' && system.matches),
  );
}

system.addEventListener('change', apply);
