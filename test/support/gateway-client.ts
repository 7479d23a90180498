/** The key every test gateway knows. */
export const TEST_KEY = 'test-key-0123456789abcdef';
/** The management key of every test gateway. */
export const ADMIN_KEY = 'test-management-key-0123';

/** What tests ask a gateway over HTTP, wherever it runs. */
export interface GatewayClient {
  /** Sends JSON with the test key as Bearer, unless `headers` say otherwise; a string goes as it is. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Calls the management API and returns the parsed answer. */
  manage<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }>;
  /** The last 100 request rows, newest first, once everything settled is in the database. */
  requests(): Promise<RequestRow[]>;
  wallet(): Promise<WalletRow>;
}

/** A request as the management API shows it. */
export interface RequestRow {
  readonly id: string;
  readonly state: string;
  readonly status: number;
  readonly operation: string;
  readonly stream: boolean;
  readonly model: string | null;
  readonly error_code: string | null;
  readonly usage: Readonly<Record<string, number>>;
  readonly usage_source: string;
  readonly charge: { readonly amount: string };
  readonly client_gone: boolean;
  readonly attempts: readonly { readonly status: string; readonly upstream_status: number | null }[];
}

/** A wallet as the management API shows it. */
export interface WalletRow {
  readonly granted: string;
  readonly remaining: string;
  readonly held: string;
  readonly spent: string;
}

/** Speaks to the gateway at an address that is asked for each time, since a restart may move it. */
export function createGatewayClient(address: () => string): GatewayClient {
  const bearer = { authorization: `Bearer ${TEST_KEY}` };

  async function manage<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(`${address()}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T };
  }

  return {
    post: (path, body, headers = bearer) =>
      fetch(address() + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (path, headers = bearer) => fetch(address() + path, { headers }),
    manage,
    async requests() {
      const listed = await manage<{ data: RequestRow[] }>('GET', '/requests?limit=100');
      return listed.body.data;
    },
    wallet: async () => (await manage<WalletRow>('GET', '/wallet')).body,
  };
}
