import { type Attributes, type Context, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { AttemptRecord, RequestRecord } from '../billing/index.ts';
import { totalInputTokens, totalOutputTokens } from '../canonical/usage.ts';
import { formatUsd } from '../core/money.ts';

/** The headers by which a client says of which trace its request is a part (www.w3.org/TR/trace-context). */
export interface TraceParent {
  readonly traceparent: string | string[] | undefined;
  readonly tracestate: string | string[] | undefined;
}

/** Where requests that are over are told as traces. */
export interface Traces {
  /** `provider` is the one that was asked last; null when none was. */
  record(record: RequestRecord, provider: string | null, parent: TraceParent): void;
  /** Sends what is not sent yet. */
  close(): Promise<void>;
}

/** What writes spans, and what they hang on. */
export interface TraceSink {
  readonly tracer: Tracer;
  contextOf(parent: TraceParent): Context;
  childOf(parent: Context, span: ReturnType<Tracer['startSpan']>): Context;
  shutdown(): Promise<void>;
}

/** The names that OpenTelemetry has for what a model is asked for; ours stay where it has none. */
const OPERATION_NAMES: ReadonlyMap<string, string> = new Map([
  ['chat.completions', 'chat'],
  ['responses', 'chat'],
  ['messages', 'chat'],
  ['completions', 'text_completion'],
  ['gemini.generate', 'generate_content'],
  ['gemini.stream_generate', 'generate_content'],
  ['gemini.embed', 'embeddings'],
  ['gemini.batch_embed', 'embeddings'],
]);
const FIRST_SERVER_ERROR = 500;

/**
 * Tells each request as a span with one span for every attempt below it, by the conventions for generative AI
 * (opentelemetry.io/docs/specs/semconv/gen-ai). A trace is made of the record of a request that is over, so
 * one that is under way costs nothing. Neither bodies nor credentials are in it.
 */
export function createTraces({ tracer, contextOf, childOf, shutdown }: TraceSink): Traces {
  return {
    record(record, provider, parent) {
      const operation = OPERATION_NAMES.get(record.operation) ?? record.operation;
      const context = contextOf(parent);
      const span = tracer.startSpan(
        record.model === null ? operation : `${operation} ${record.model}`,
        {
          kind: SpanKind.SERVER,
          startTime: record.startedAtMs,
          attributes: { 'gen_ai.operation.name': operation, ...requestAttributes(record, provider) },
        },
        context,
      );
      const below = childOf(context, span);
      for (const [index, attempt] of record.attempts.entries()) {
        recordAttempt(tracer, attempt, index + 1, below);
      }
      if (record.status >= FIRST_SERVER_ERROR) {
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end(record.startedAtMs + record.totalMs);
    },
    close: shutdown,
  };
}

function recordAttempt(tracer: Tracer, attempt: AttemptRecord, ordinal: number, below: Context): void {
  const span = tracer.startSpan(
    `attempt ${ordinal}`,
    {
      kind: SpanKind.CLIENT,
      startTime: attempt.startedAtMs,
      attributes: present({
        'turnpike.channel.id': attempt.channelId,
        'http.response.status_code': attempt.upstreamStatus,
        'error.type': attempt.errorCode,
        'turnpike.first_byte_ms': attempt.firstByteMs,
      }),
    },
    below,
  );
  if (attempt.status === 'failed') {
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(attempt.startedAtMs + attempt.totalMs);
}

function requestAttributes(record: RequestRecord, provider: string | null): Attributes {
  return present({
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': record.model,
    'gen_ai.response.model': record.upstreamModel,
    'gen_ai.usage.input_tokens': totalInputTokens(record.usage),
    'gen_ai.usage.output_tokens': totalOutputTokens(record.usage),
    'http.response.status_code': record.status,
    'error.type': record.errorCode,
    'turnpike.request.id': record.id,
    'turnpike.organization.id': record.organizationId,
    'turnpike.project.id': record.projectId,
    'turnpike.key.id': record.keyId,
    'turnpike.route': record.route,
    'turnpike.state': record.state,
    'turnpike.charge_usd': formatUsd(record.chargeNano),
    'turnpike.first_byte_ms': record.firstByteMs,
  });
}

function present(attributes: Readonly<Record<string, string | number | null>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string | number] => entry[1] !== null),
  );
}
