import { describe, expect, it } from 'vitest';
import { EventOutlet } from './event-outlet.ts';

describe('a whole answer that goes to no HTTP response', () => {
  it.each([
    ['as bytes', (outlet: EventOutlet, bytes: Buffer) => outlet.end(bytes)],
    ['as text', (outlet: EventOutlet, bytes: Buffer) => outlet.end(bytes.toString())],
    [
      'as text of a character a byte',
      (outlet: EventOutlet, bytes: Buffer) => outlet.end(bytes.toString('latin1'), 'latin1'),
    ],
  ])('is told byte for byte when it is given %s', (_how, end) => {
    const told: Buffer[] = [];
    const listener = { event: () => true, end: () => undefined };
    const outlet = new EventOutlet({ ...listener, whole: (_status, _headers, body) => told.push(body) });
    const answer = Buffer.from('{"text":"größer 雪 😀"}');

    outlet.writeHead(200, ['content-type', 'application/json']);
    end(outlet, answer);

    expect(told).toEqual([answer]);
  });
});
