import type { ApiKey } from '../../api/keys.ts';

/** What is open over the list or over the page of a key. */
export type KeyDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'rotate' | 'delete' | 'disable'; readonly key: ApiKey }
  /** The string of a key that was just made or rotated. */
  | { readonly kind: 'shown'; readonly key: ApiKey; readonly isNew: boolean };

/** Opens a dialog. */
export type OpenDialog = (dialog: KeyDialog) => void;
