import type { ByteRange } from '../../media/index.ts';

/**
 * The part of a file that a `range` header asks for (RFC 9110, section 14): null for all of it, which is also
 * what several parts at once and other units get; `unsatisfiable` where the file has no such part.
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (match === null || (first === '' && last === '')) {
    return null;
  }
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start >= bytes) {
    return 'unsatisfiable';
  }
  return end < start ? null : { start, end };
}
