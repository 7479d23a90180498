export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { createMetricsListener } from './metrics-listener.ts';
export { openTraces } from './open-traces.ts';
export type { Traces } from './traces.ts';
