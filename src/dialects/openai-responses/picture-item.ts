import type { ImagePart } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { type ItemPlace, sayAdded, sayDone } from './written-item.ts';

/**
 * A picture the model made (openai-node, `ResponseOutputItem.ImageGenerationCall`), whole at once. The
 * dialect shows bytes alone: null for a picture that is only an address.
 */
export function writePicture(place: ItemPlace, { source }: ImagePart): JsonObject | null {
  if (source.type !== 'data') {
    return null;
  }
  const id = `ig_${place.key}`;
  const at = { item_id: id, output_index: place.outputIndex };
  const item = { id, type: 'image_generation_call', output_format: source.mediaType.replace('image/', '') };
  sayAdded(place, { ...item, status: 'in_progress', result: null });
  place.say('response.image_generation_call.in_progress', at);
  place.say('response.image_generation_call.generating', at);
  place.say('response.image_generation_call.completed', at);
  return sayDone(place, { ...item, status: 'completed', result: source.base64 });
}
