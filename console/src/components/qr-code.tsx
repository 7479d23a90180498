import { useMemo } from 'react';
import { encode } from 'uqr';

/** A text as a QR code, dark on light in both themes, since cameras expect it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => drawing(text), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="w-48 rounded-lg bg-white p-2"
    >
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function drawing(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { border: 1 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { path, size };
}
