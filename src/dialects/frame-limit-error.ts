/** A stream has a frame larger than the gateway is willing to keep in memory; the stream cannot go on. */
export class FrameTooLargeError extends Error {
  override readonly name = 'FrameTooLargeError';
  readonly maxFrameBytes: number;

  constructor(maxFrameBytes: number) {
    super(`a frame of the stream is larger than ${maxFrameBytes} bytes`);
    this.maxFrameBytes = maxFrameBytes;
  }
}
