import { readMembers } from '../../core/json-members.ts';
import { openFrame } from '../../dialects/index.ts';
import type { AnswerWatcher } from './watched-passage.ts';

/**
 * Watches an answer that passes as it is for the id its upstream gave it. The id is read where it stands and
 * nowhere else: whoever could make the gateway believe in another one could read a stranger's response.
 */
export function watchUpstream(onId: (id: string) => void): AnswerWatcher {
  let isFound = false;

  function look(bytes: Buffer, isEvent: boolean): void {
    const id = readId(bytes, isEvent);
    if (id !== null && !isFound) {
      isFound = true;
      onId(id);
    }
  }

  return {
    whole(bytes) {
      look(bytes, false);
      return bytes;
    },
    frames(bytes) {
      const payload = isFound ? 'pass' : openFrame(bytes);
      if (typeof payload !== 'string') {
        look(payload.bytes.subarray(payload.start, payload.end), true);
      }
      return bytes;
    },
  };
}

const MOST_ID_CHARACTERS = 200;

function readId(bytes: Buffer, isEvent: boolean): string | null {
  try {
    const outer = readMembers(bytes);
    const response = outer.get('response');
    const members = isEvent ? response && readMembers(bytes, response.start) : outer;
    const at = members?.get('id');
    const id: unknown = at === undefined ? null : JSON.parse(bytes.toString('utf8', at.start, at.end));
    return typeof id === 'string' && id !== '' && id.length <= MOST_ID_CHARACTERS ? id : null;
  } catch {
    // What is no JSON has no id; it passes as it is.
    return null;
  }
}
