import { describe, expect, it } from 'vitest';
import { geminiBodyEdits } from './body-edits.ts';
import { FOREIGN_CALL_SIGNATURE, signatureForClient } from './signatures.ts';

const FOREIGN = signatureForClient({ dialect: 'anthropic-messages', value: 'Ab+/==' }, 'gemini');

function editedContents(parts: readonly object[]): unknown {
  const contents = [
    { role: 'user', parts: [{ text: 'Hi' }] },
    { role: 'model', parts },
  ];
  const edit = geminiBodyEdits({ contents }, 'gemini-3-flash').find(({ key }) => key === 'contents');
  return edit === undefined ? null : JSON.parse(edit.valueJson)[1].parts;
}

describe('a session that was translated before, passed through to Gemini', () => {
  it('fact 37: sends no foreign signature', () => {
    const functionCall = { name: 'a', args: {} };
    expect(
      editedContents([
        { text: 'hm', thought: true, thoughtSignature: FOREIGN },
        { text: 'Hello', thoughtSignature: FOREIGN },
        { text: '', thought_signature: FOREIGN },
        { functionCall, thought_signature: FOREIGN },
        { functionCall, thoughtSignature: 'CiIB0e2Kb7y=' },
      ]),
    ).toEqual([
      { text: 'Hello' },
      { functionCall, thoughtSignature: FOREIGN_CALL_SIGNATURE },
      { functionCall, thoughtSignature: 'CiIB0e2Kb7y=' },
    ]);
  });

  it("leaves the bytes of Gemini's own sessions alone", () => {
    expect(editedContents([{ text: 'Hello', thoughtSignature: 'dHAxCiIB0e2Kb7y=' }])).toBeNull();
  });
});
