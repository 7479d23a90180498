export { Chart } from './chart.tsx';
export type { ChartPoint, ChartSeries } from './chart-types.ts';
