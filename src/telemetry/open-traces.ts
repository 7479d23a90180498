import { createTraces, type TraceParent, type Traces } from './traces.ts';

/** How traces are sent, as `OTEL_*` says. */
export interface TraceOptions {
  readonly tracesDisabled: boolean;
  readonly tracesExporter: 'otlp' | 'none';
  readonly otlpEndpoint: string | null;
  readonly otlpTracesEndpoint: string | null;
  readonly otlpProtocol: 'http/protobuf' | 'http/json';
  readonly tracesSampler: string;
  readonly tracesSamplerArgument: string;
}

const PARENT_BASED = 'parentbased_';
const SERVICE_NAME = 'turnpike';

/** Opens the way to a collector; null when none is named. OpenTelemetry is loaded only then. */
export async function openTraces(options: TraceOptions): Promise<Traces | null> {
  const isNamed = options.otlpEndpoint !== null || options.otlpTracesEndpoint !== null;
  if (!isNamed || options.tracesDisabled || options.tracesExporter === 'none') {
    return null;
  }
  const [{ ROOT_CONTEXT, trace }, { W3CTraceContextPropagator }, sdk, resources, exporter] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/resources'),
      openExporter(options.otlpProtocol),
    ]);
  const provider = new sdk.TracerProvider({
    sampler: samplerOf(options, sdk),
    // What the environment says of the service wins over its name here.
    resource: resources
      .resourceFromAttributes({ 'service.name': SERVICE_NAME })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  const propagator = new W3CTraceContextPropagator();
  const getter = {
    get: (carrier: TraceParent, name: string) => carrier[name as keyof TraceParent],
    keys: (carrier: TraceParent) => Object.keys(carrier),
  };
  return createTraces({
    tracer: provider.getTracer(SERVICE_NAME),
    contextOf: (parent) => propagator.extract(ROOT_CONTEXT, parent, getter),
    childOf: (context, span) => trace.setSpan(context, span),
    shutdown: () => provider.shutdown(),
  });
}

async function openExporter(protocol: TraceOptions['otlpProtocol']) {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  // Address, headers and timeouts are the library's to read.
  return new OTLPTraceExporter();
}

function samplerOf(
  { tracesSampler, tracesSamplerArgument }: TraceOptions,
  sdk: typeof import('@opentelemetry/sdk-trace'),
) {
  const followsParent = tracesSampler.startsWith(PARENT_BASED);
  const rule = followsParent ? tracesSampler.slice(PARENT_BASED.length) : tracesSampler;
  const root =
    rule === 'always_off'
      ? new sdk.AlwaysOffSampler()
      : rule === 'traceidratio'
        ? new sdk.TraceIdRatioBasedSampler(Number(tracesSamplerArgument))
        : new sdk.AlwaysOnSampler();
  return followsParent ? new sdk.ParentBasedSampler({ root }) : root;
}
