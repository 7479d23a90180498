/** The figures at one place of the axis. */
export interface ChartPoint {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** One line, area or stack of bars. */
export interface ChartSeries {
  /** Its name in the values of points. */
  readonly key: string;
  readonly label: string;
}

/** What a chart shows. */
export interface ChartProps {
  /** What it shows, for screen readers. */
  readonly title: string;
  readonly kind: 'line' | 'area' | 'bar';
  readonly points: readonly ChartPoint[];
  readonly series: readonly ChartSeries[];
  readonly isStacked?: boolean;
  readonly heightPx?: number;
  /** How a figure is written. */
  readonly format?: (value: number) => string;
  /** How a name of the axis is written. */
  readonly formatName?: (name: string) => string;
}
