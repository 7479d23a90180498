import { describe, expect, it } from 'vitest';
import { type CannedDialect, cannedStream, chatAnswer } from './canned.ts';
import { HttpReader } from './http-reader.ts';

function body(bytes: Buffer): string {
  let text = '';
  let ended = 0;
  const reader = new HttpReader({
    head: () => {},
    data: (chunk) => {
      text += chunk.toString();
    },
    end: () => {
      ended += 1;
    },
  });
  reader.push(bytes);
  expect(ended).toBe(1);
  return text;
}

function stream(dialect: CannedDialect, count: number, includeUsage: boolean): string[] {
  const { head, frames } = cannedStream(dialect, count, includeUsage);
  return body(Buffer.concat([head, ...frames]))
    .split('\n\n')
    .filter((event) => event !== '');
}

describe('chatAnswer', () => {
  it('is a JSON body of about 0.6 KB', () => {
    const text = body(chatAnswer());
    expect(text.length).toBeGreaterThan(550);
    expect(text.length).toBeLessThan(750);
    expect(JSON.parse(text)).toMatchObject({ usage: { total_tokens: 380 } });
  });
});

describe('cannedStream', () => {
  it('has as many chunks as asked for and then [DONE]', () => {
    const events = stream('chat', 100, false);
    expect(events).toHaveLength(101);
    expect(events.at(-1)).toBe('data: [DONE]');
    expect(events[0]).not.toContain('usage');
  });

  it('adds usage null to every chunk and a usage chunk when the request asked', () => {
    const events = stream('chat', 10, true);
    expect(events).toHaveLength(12);
    expect(events.slice(0, 10).every((event) => event.includes('"usage":null'))).toBe(true);
    expect(events[10]).toContain('"choices":[],"usage":{"prompt_tokens":320');
  });

  it('has as many events as asked for on Messages', () => {
    const events = stream('messages', 100, false);
    expect(events).toHaveLength(100);
    expect(events[0]).toMatch(/^event: message_start\n/);
    expect(events.at(-1)).toMatch(/^event: message_stop\n/);
  });

  it('has as many events as asked for on Responses', () => {
    const events = stream('responses', 100, false);
    expect(events).toHaveLength(100);
    expect(events[0]).toMatch(/^event: response.created\n/);
    expect(events.at(-1)).toMatch(/^event: response.completed\n.*"input_tokens":320/);
  });
});
