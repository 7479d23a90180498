import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateInput } from './input-estimate.ts';

describe('the estimate of an input', () => {
  it('counts text by its UTF-8 bytes', () => {
    const short = estimateInput({ input: 'a'.repeat(400) });
    expect(short.tokens).toBeGreaterThanOrEqual(100);
    expect(short.tokens).toBeLessThan(110);
    expect(estimateInput({ input: '世'.repeat(400) }).tokens).toBeGreaterThanOrEqual(300);
  });

  it('counts tool schemas too, keys included', () => {
    const tools = [{ parameters: { properties: { a_long_name_of_a_parameter: {} } } }];
    expect(estimateInput({ tools }).tokens).toBeGreaterThan(12);
  });

  it('counts token numbers one by one', () => {
    expect(estimateInput({ input: Array.from({ length: 1_000 }, () => 5) }).tokens).toBeGreaterThanOrEqual(
      1_000,
    );
  });

  it('counts media flat, and by its bytes for the hold', () => {
    const data = 'iVBORw0KGgo'.repeat(100_000);
    const image = { type: 'image', source: { type: 'base64', data } };
    const estimate = estimateInput({ messages: [{ content: [image] }] });
    expect(estimate.tokens).toBeLessThan(1_700);
    expect(estimate.tokensCeiling).toBeGreaterThanOrEqual(4_000 + data.length / 20);
    const url = { image_url: { url: `data:image/png;base64,${data}` } };
    expect(estimateInput({ messages: [{ content: [url] }] }).tokens).toBeLessThan(1_700);
  });

  it('F4: long text without spaces is text, wherever text stands', () => {
    const text = 'x'.repeat(100_000);
    expect(estimateInput({ messages: [{ content: text }] }).tokensCeiling).toBeGreaterThanOrEqual(50_000);
    expect(estimateInput({ contents: [{ parts: [{ text }] }] }).tokens).toBeGreaterThanOrEqual(25_000);
  });

  it('a body nested a hundred thousand deep is walked', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"x"${']'.repeat(100_000)}`);
    expect(estimateInput({ deep }).tokens).toBeGreaterThan(0);
  });

  it('the ceiling is never below the estimate', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const { tokens, tokensCeiling } = estimateInput(body);
        expect(tokensCeiling).toBeGreaterThanOrEqual(tokens);
      }),
    );
  });
});
