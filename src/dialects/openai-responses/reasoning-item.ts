import type { JsonObject } from '../dialect.ts';
import { type ReasoningState, writeState } from './reasoning-state.ts';
import { type ItemPlace, sayAdded, sayDone, type WrittenItem } from './written-item.ts';

/** Thinking, shown as one summary (openai-node, `ResponseReasoningItem`). */
export interface ReasoningItem extends WrittenItem {
  /** What the client has to give back. It is said with the end of the item, where clients take it from. */
  sign(state: ReasoningState): void;
}

/** Begins thinking. */
export function createReasoningItem(place: ItemPlace): ReasoningItem {
  const id = `rs_${place.key}`;
  const at = { item_id: id, output_index: place.outputIndex, summary_index: 0 };
  let text = '';
  let encrypted: string | null = null;
  sayAdded(place, { id, type: 'reasoning', status: 'in_progress', summary: [] });

  function summary(): readonly JsonObject[] {
    return text === '' ? [] : [{ type: 'summary_text', text }];
  }

  return {
    addText(piece) {
      if (piece === '') {
        return;
      }
      if (text === '') {
        const part = { type: 'summary_text', text: '' };
        place.say('response.reasoning_summary_part.added', { ...at, part });
      }
      text += piece;
      place.say('response.reasoning_summary_text.delta', { ...at, delta: piece });
    },
    sign(state) {
      encrypted = writeState(state);
    },
    close(status) {
      if (text !== '') {
        const part = { type: 'summary_text', text };
        place.say('response.reasoning_summary_text.done', { ...at, text });
        place.say('response.reasoning_summary_part.done', { ...at, part });
      }
      const state = encrypted === null ? {} : { encrypted_content: encrypted };
      return sayDone(place, { id, type: 'reasoning', status, summary: summary(), ...state });
    },
  };
}
