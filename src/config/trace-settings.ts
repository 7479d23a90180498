import { httpUrlProblem } from './addresses.ts';
import { booleanSetting, choiceSetting, textSetting } from './setting.ts';

const ENDPOINT = 'an address that begins with `http://` or `https://`';

/**
 * Where traces go. OpenTelemetry's own libraries read the rest: headers, timeouts, batches, the service's name
 * (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables).
 */
export const TRACE_SETTINGS = {
  tracesDisabled: booleanSetting({
    name: 'OTEL_SDK_DISABLED',
    description: 'Whether no traces are sent, whatever else is set.',
    fallback: false,
  }),
  tracesExporter: choiceSetting({
    name: 'OTEL_TRACES_EXPORTER',
    description: 'How traces are sent; `none` sends none.',
    choices: ['otlp', 'none'] as const,
    fallback: 'otlp',
  }),
  otlpEndpoint: textSetting({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    description:
      'A collector that takes OTLP over HTTP, such as `http://127.0.0.1:4318`. With it (or the next one) every request becomes a trace with a span for each attempt. `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_BSP_*` mean what they always mean.',
    accepts: ENDPOINT,
    fallback: null,
    problem: httpUrlProblem,
  }),
  otlpTracesEndpoint: textSetting({
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    description: 'The same for traces alone: the whole address, with its path.',
    accepts: ENDPOINT,
    fallback: null,
    problem: httpUrlProblem,
  }),
  otlpProtocol: choiceSetting({
    name: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    description: 'How they are written.',
    choices: ['http/protobuf', 'http/json'] as const,
    fallback: 'http/protobuf',
  }),
  tracesSampler: choiceSetting({
    name: 'OTEL_TRACES_SAMPLER',
    description:
      'Which requests become traces. The `parentbased_` ones follow the `traceparent` of a request that has one.',
    choices: [
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
      'always_on',
      'always_off',
      'traceidratio',
    ] as const,
    fallback: 'parentbased_always_on',
  }),
  tracesSamplerArgument: textSetting({
    name: 'OTEL_TRACES_SAMPLER_ARG',
    description: 'The part of requests that becomes traces, for the `traceidratio` samplers.',
    accepts: 'a number from 0 to 1',
    fallback: '1',
    problem: (text) =>
      /^\d(\.\d{1,9})?$/.test(text) && Number(text) <= 1 ? null : 'must be a number from 0 to 1',
  }),
};
