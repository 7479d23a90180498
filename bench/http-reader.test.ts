import { describe, expect, it } from 'vitest';
import { HttpReader } from './http-reader.ts';

const MESSAGES = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello' +
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n' +
    'HTTP/1.1 204 No Content\r\n\r\n' +
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nz\r\n0\r\ntrailer: 1\r\n\r\n',
);

function read(pieces: Buffer[]): string[] {
  const bodies: string[] = [];
  let body = '';
  const reader = new HttpReader({
    head: (head) => {
      body = `${head.slice(9, 12)}:`;
    },
    data: (chunk) => {
      body += chunk.toString();
    },
    end: () => bodies.push(body),
  });
  for (const piece of pieces) reader.push(piece);
  return bodies;
}

describe('HttpReader', () => {
  const expected = ['200:hello', '200:abc0123456789', '204:', '200:z'];

  it('frames messages that arrive in one piece', () => {
    expect(read([MESSAGES])).toEqual(expected);
  });

  it('frames the same messages cut at every byte offset', () => {
    for (let cut = 1; cut < MESSAGES.length; cut += 1) {
      expect(read([MESSAGES.subarray(0, cut), MESSAGES.subarray(cut)])).toEqual(expected);
    }
  });

  it('frames the same messages byte by byte', () => {
    expect(read([...MESSAGES].map((byte) => Buffer.from([byte])))).toEqual(expected);
  });

  it('does not end a body that is short', () => {
    expect(read([Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell')])).toEqual([]);
  });
});
