import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartProps, ChartSeries } from './chart-types.ts';

const COLOURS = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)', 'var(--chart-5)'];
const TICK = { fontSize: 11, fill: 'var(--ink-faint)' };

/** A chart drawn by recharts; import it lazily alone. */
export default function RechartsChart(props: ChartProps) {
  const { points, series, heightPx = 240, format = String, formatName = String } = props;
  const data = points.map(({ name, values }) => ({ name, ...values }));
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <ComposedChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="name"
          tickFormatter={(name) => formatName(String(name))}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={24}
        />
        <YAxis
          tickFormatter={(value) => format(Number(value))}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={64}
        />
        <Tooltip
          formatter={(value) => format(Number(value))}
          labelFormatter={(name) => formatName(String(name))}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line)',
            borderRadius: 8,
            fontSize: 12,
          }}
          itemStyle={{ color: 'var(--ink)' }}
          isAnimationActive={false}
        />
        {series.length > 1 ? <Legend iconSize={8} wrapperStyle={{ fontSize: 12 }} /> : null}
        {series.map((one, index) => drawn(one, index, props))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function drawn({ key, label }: ChartSeries, index: number, { kind, isStacked = false }: ChartProps) {
  const colour = COLOURS[index % COLOURS.length] ?? 'var(--chart-1)';
  const stack = isStacked ? { stackId: 'all' } : {};
  const common = { dataKey: key, name: label, isAnimationActive: false } as const;
  switch (kind) {
    case 'bar':
      return (
        <Bar
          key={key}
          {...common}
          {...stack}
          fill={colour}
          maxBarSize={36}
          radius={isStacked ? 0 : [3, 3, 0, 0]}
        />
      );
    case 'area':
      return (
        <Area
          key={key}
          {...common}
          {...stack}
          type="monotone"
          stroke={colour}
          strokeWidth={2}
          fill={colour}
          fillOpacity={0.14}
        />
      );
    case 'line':
      return <Line key={key} {...common} type="monotone" stroke={colour} strokeWidth={2} dot={false} />;
  }
}
