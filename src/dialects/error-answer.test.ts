import { describe, expect, it } from 'vitest';
import { isErrorAnswer } from './error-answer.ts';

describe('an answer that is an error', () => {
  for (const text of [
    '{"error":{"message":"no"}}',
    '{ "type": "error", "error": { "type": "overloaded_error" } }',
    '{"error":"model is loading"}',
  ]) {
    it(`F11: is ${text}`, () => {
      expect(isErrorAnswer(Buffer.from(text))).toBe(true);
    });
  }

  for (const text of [
    '{"id":"resp_1","error":null,"output":[]}',
    '{"choices":[{"message":{"content":"{\\"error\\":{}}","error":{"code":1}}}]}',
    '{"error":""}',
    '"error"',
    '',
  ]) {
    it(`is not ${text}`, () => {
      expect(isErrorAnswer(Buffer.from(text))).toBe(false);
    });
  }
});
