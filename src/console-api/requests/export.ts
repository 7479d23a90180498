import type { LoggedRequest, RequestFilter, RequestLog } from '../../usage/index.ts';
import type { Exported, ExportFormat } from '../exports.ts';
import { presentRequest } from './present-request.ts';

const REQUESTS_A_PART = 500;

const COLUMNS = [
  ...['id', 'created_at', 'organization_id', 'project_id', 'key_id', 'group_id', 'operation', 'dialect'],
  ...['model', 'upstream_model', 'route', 'stream', 'state', 'status', 'error_code', 'usage.input_tokens'],
  ...['usage.cache_read_tokens', 'usage.cache_write_5m_tokens', 'usage.cache_write_1h_tokens'],
  ...['usage.audio_input_tokens', 'usage.image_input_tokens', 'usage.output_tokens'],
  ...['usage.reasoning_tokens', 'usage.audio_output_tokens', 'usage.image_output_tokens', 'pieces'],
  ...['usage_source', 'charge.amount', 'charge.uncollected', 'charge.price', 'client_gone'],
  ...['first_byte_ms', 'total_ms'],
];

/** Requests as a file, newest first, without their attempts. */
export function exportedRequests(
  log: RequestLog,
  filter: Omit<RequestFilter, 'limit' | 'cursor'>,
  format: ExportFormat,
): Exported<LoggedRequest> {
  return {
    ...{ format, columns: COLUMNS, present: presentRequest, name: 'requests' },
    list: (cursor) => log.list({ ...filter, cursor, limit: REQUESTS_A_PART }),
  };
}
