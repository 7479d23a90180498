import { expect } from 'vitest';

/** Every format a refusal can have. */
export type SeenFormat = 'openai' | 'messages' | 'gemini' | 'tasks' | 'flat';

/** What a test compares of a refusal: all else was checked while it was read. */
export interface SeenRefusal {
  readonly status: number;
  /** Null in the flat format, which names none. */
  readonly code: string | null;
  readonly message: string;
  readonly retryAfter: string | null;
  readonly shouldRetry: string | null;
}

/** Reads a refusal, and fails unless headers and envelope are wholly those of the format. */
export async function readRefusal(response: Response, format: SeenFormat): Promise<SeenRefusal> {
  const text = await response.text();
  const requestId = response.headers.get('x-request-id');
  expect(requestId, text).toMatch(/^req_[0-9A-Za-z]+$/);
  expect(response.headers.get('content-type'), text).toBe('application/json');
  expect(response.headers.get('content-length'), text).toBe(String(Buffer.byteLength(text)));
  const body = JSON.parse(text) as Record<string, unknown>;
  const { code, message } = readEnvelope(body, format, response.status, requestId);
  expect(message).toMatch(/\S/);
  return {
    status: response.status,
    code,
    message,
    retryAfter: response.headers.get('retry-after'),
    shouldRetry: response.headers.get('x-should-retry'),
  };
}

function readEnvelope(
  body: Record<string, unknown>,
  format: SeenFormat,
  status: number,
  requestId: string | null,
): { code: string | null; message: string } {
  const error = body.error as Record<string, unknown>;
  const message = String(format === 'flat' ? body.message : error.message);
  switch (format) {
    case 'flat':
      expect(body).toEqual({ error: true, status, message: expect.any(String) });
      return { code: null, message };
    case 'openai':
      expect(body).toEqual({
        type: 'error',
        error: { message, type: expect.any(String), code: expect.any(String), param: error.param },
      });
      expect([null, 'string']).toContain(error.param === null ? null : typeof error.param);
      break;
    case 'messages':
      expect(body).toEqual({
        type: 'error',
        error: { type: expect.any(String), message, code: expect.any(String) },
        request_id: requestId,
      });
      break;
    case 'tasks':
      expect(body).toMatchObject({ error: { type: 'gateway_error', code: expect.any(String) } });
      break;
    case 'gemini':
      return { code: geminiCode(body, status), message };
  }
  return { code: String(error.code), message };
}

function geminiCode(body: Record<string, unknown>, status: number): string {
  expect(body).toEqual({
    error: {
      code: status,
      message: expect.any(String),
      status: expect.stringMatching(/^[A-Z_]+$/),
      details: expect.any(Array),
    },
  });
  const { details } = body.error as { details: { '@type': string; reason: string; domain: string }[] };
  expect(details[0]).toEqual({
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: expect.any(String),
    domain: 'turnpike',
  });
  return (details[0]?.reason ?? '').toLowerCase();
}
