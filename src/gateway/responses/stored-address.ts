/** What is done with a response that was made before. */
export type StoredAction = 'retrieve' | 'delete' | 'cancel' | 'input-items';

/** A response that an address names, and what a request to it does. */
export interface StoredRoute {
  readonly kind: 'stored-response';
  readonly action: StoredAction;
  readonly id: string;
}

const ADDRESS =
  /^(?:\/v1|\/backend-api\/codex)?\/responses\/([A-Za-z0-9_-]{1,200})(\/cancel|\/input_items)?$/;

/** What stands at the address of one response, by method; null for any other address. */
export function findStoredResponse(path: string): Readonly<Record<string, StoredRoute>> | null {
  const match = ADDRESS.exec(path);
  const id = match?.[1];
  if (id === undefined) {
    return null;
  }
  const route = (action: StoredAction): StoredRoute => ({ kind: 'stored-response', action, id });
  switch (match?.[2]) {
    case '/cancel':
      return { POST: route('cancel') };
    case '/input_items':
      return { GET: route('input-items') };
    default:
      return { GET: route('retrieve'), DELETE: route('delete') };
  }
}
