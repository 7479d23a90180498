import { hash } from 'node:crypto';

/** A vector of length one that depends on the text alone. Equal texts have equal vectors. */
export function embeddingOf(text: string, dimensions: number): Float32Array {
  let state = Number.parseInt(hash('sha1', text, 'hex').slice(0, 8), 16);
  const vector = new Float32Array(dimensions);
  let squares = 0;
  for (let index = 0; index < dimensions; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const value = state / 0x8000_0000 - 1;
    vector[index] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  return vector.map((value) => value / length);
}

/** The vector as base64 of little-endian 32-bit floats, as OpenAI sends it when asked for `base64`. */
export function embeddingBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
