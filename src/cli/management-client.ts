import { randomUUID } from 'node:crypto';
import { type CliSettings, loadCliSettings, readAdminKey } from '../config/index.ts';
import { CommandError } from './command.ts';
import { valueAt } from './output.ts';

const REQUEST_TIMEOUT_MS = 60_000;
const MAX_PAGES = 1_000;

/** Calls to the management API of a running gateway. Every function throws `CommandError` when refused. */
export interface ManagementClient {
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** All entries of a list, page after page. */
  list(path: string, query?: Readonly<Record<string, string>>): Promise<unknown[]>;
}

/**
 * A client for the gateway of `TURNPIKE_URL`, with `TURNPIKE_ADMIN_KEY` or else the key that a gateway
 * on this machine keeps in its data folder.
 * @throws {CommandError} when there is no management key.
 */
export function createManagementClient(settings: CliSettings = loadCliSettings()): ManagementClient {
  const key = settings.adminKey ?? readAdminKey(settings.dataDir);
  if (key === null) {
    throw new CommandError(
      `no management key: set TURNPIKE_ADMIN_KEY, or run this where DATA_DIR is the gateway's (it is ${settings.dataDir})`,
    );
  }
  const base = settings.url.replace(/\/+$/, '');
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await send(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key.reveal()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return readAnswer(response);
  };
  return {
    call,
    async list(path, query = {}) {
      const entries: unknown[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const search = new URLSearchParams({
          limit: '100',
          ...query,
          ...(cursor === null ? {} : { cursor }),
        });
        const answer = await call('GET', `${path}?${search}`);
        const data = valueAt(answer, 'data');
        entries.push(...(Array.isArray(data) ? data : []));
        cursor = textOf(valueAt(answer, 'next_cursor'));
        if (valueAt(answer, 'has_more') !== true || cursor === null) {
          break;
        }
      }
      return entries;
    },
  };
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, {
      ...request,
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  } catch (cause) {
    const { origin } = new URL(url);
    throw new CommandError(`no gateway answers at ${origin}; start one, or set TURNPIKE_URL`, { cause });
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  let answer: unknown = text;
  try {
    answer = JSON.parse(text);
  } catch {
    // Not every answer is JSON: an exported configuration is YAML, and a proxy in between says what it likes.
  }
  if (!response.ok) {
    const message = textOf(valueAt(answer, 'error.message')) ?? 'the gateway gave no reason';
    const field = textOf(valueAt(answer, 'error.param'));
    const code = textOf(valueAt(answer, 'error.code')) ?? 'unknown';
    const where = field === null ? '' : `, field ${field}`;
    throw new CommandError(`refused (${response.status} ${code}${where}): ${message}`);
  }
  return answer;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
