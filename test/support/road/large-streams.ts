import { ROAD_DIALECTS, type RoadDialect } from './road-dialects.ts';

/** How to make streams of any size in one dialect. They are written piece by piece, never built whole. */
export interface LargeStream {
  readonly dialect: RoadDialect;
  readonly contentType: string;
  /** A short frame, one frame with so much text, and the end; cut into chunks of 64 KB. */
  oneLine(bytes: number): Buffer[];
  /** Frames of 32 KB of text, so many bytes together, and the end. */
  manyFrames(bytes: number): Iterable<Buffer>;
}

/** A frame of a stream around a text that is already JSON text. */
interface Shape {
  readonly before: string;
  readonly after: string;
  readonly between: string;
  readonly end: string;
}

const CHUNK = Buffer.alloc(64 * 1024, 'abcdefg ');
const FRAME_TEXT = CHUNK.toString('latin1', 0, 32 * 1024);

const SHAPES: Readonly<Record<string, Shape>> = {
  chat: {
    before:
      'data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"finish_reason":null,"delta":{"content":"',
    after: '"}}]}\n\n',
    between: '',
    end: 'data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
  },
  responses: {
    before:
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":1,"delta":"',
    after: '"}\n\n',
    between: '',
    end: 'event: response.completed\ndata: {"type":"response.completed","sequence_number":2,"response":{"id":"r","status":"completed","output":[]}}\n\n',
  },
  messages: {
    before:
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"',
    after: '"}}\n\n',
    between: '',
    end: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  },
  'gemini sse': {
    before: 'data: {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"',
    after: '"}]}}]}\r\n\r\n',
    between: '',
    end: 'data: {"candidates":[{"index":0,"finishReason":"STOP","content":{"parts":[{"text":"."}]}}]}\r\n\r\n',
  },
  'gemini json-array': {
    before: '{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"',
    after: '"}]}}]}',
    between: ',\r\n',
    end: ',\r\n{"candidates":[{"index":0,"finishReason":"STOP","content":{"parts":[{"text":"."}]}}]}]',
  },
};

/** Large streams of every dialect. None reports a usage. */
export const LARGE_STREAMS: readonly LargeStream[] = ROAD_DIALECTS.flatMap((dialect) => {
  const shape = SHAPES[dialect.name];
  return shape === undefined ? [] : [largeStream(dialect, shape)];
});

function largeStream(dialect: RoadDialect, shape: Shape): LargeStream {
  const { before, after, between, end } = shape;
  const start = between === '' ? '' : '[';
  return {
    dialect,
    contentType: between === '' ? 'text/event-stream' : 'application/json',
    oneLine: (bytes) => [
      Buffer.from(`${start}${before}short${after}`),
      Buffer.from(between + before),
      ...Array.from({ length: bytes / CHUNK.length }, () => CHUNK),
      Buffer.from(after + end),
    ],
    *manyFrames(bytes) {
      yield Buffer.from(`${start}${before}short${after}`);
      const frame = Buffer.from(between + before + FRAME_TEXT + after);
      for (let sent = 0; sent < bytes; sent += frame.length) {
        yield frame;
      }
      yield Buffer.from(end);
    },
  };
}
