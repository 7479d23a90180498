/** Why a call of the management API failed, as the gateway said it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The code of the catalogue of refusals: `key_not_found`; `unreachable` when no answer came. */
  readonly code: string;
  /** The field at fault, by its path in the body. */
  readonly param: string | null;
  /** What the operator finds this call by. */
  readonly requestId: string | null;
  /** When to try again, where the gateway said so. */
  readonly retryAfterS: number | null;

  constructor(parts: {
    status: number;
    code: string;
    message: string;
    param?: string | null;
    requestId?: string | null;
    retryAfterS?: number | null;
  }) {
    super(parts.message);
    this.status = parts.status;
    this.code = parts.code;
    this.param = parts.param ?? null;
    this.requestId = parts.requestId ?? null;
    this.retryAfterS = parts.retryAfterS ?? null;
  }
}

/** Reads a refused answer: the gateway's own shape, and that of the library behind sign-in. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  const { code, message, param } = partsOf(text);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError({
    status: response.status,
    code: code ?? `http_${response.status}`,
    message: message ?? `${response.status} ${response.statusText}`.trim(),
    param: param ?? null,
    requestId: response.headers.get('x-request-id'),
    retryAfterS: Number.isFinite(retryAfter) ? retryAfter : null,
  });
}

interface ErrorParts {
  readonly code?: string;
  readonly message?: string;
  readonly param?: string;
}

function partsOf(text: string): ErrorParts {
  try {
    const parsed: unknown = JSON.parse(text);
    const inner = isRecord(parsed) && isRecord(parsed.error) ? parsed.error : parsed;
    return isRecord(inner) ? pickText(inner) : {};
  } catch {
    return {};
  }
}

function pickText(record: Record<string, unknown>): ErrorParts {
  const texts = ['code', 'message', 'param'].filter((name) => typeof record[name] === 'string');
  return Object.fromEntries(texts.map((name) => [name, record[name]]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
