import type { MusicRequest } from '../../../canonical/media.ts';
import { invalidField } from '../../../core/refusal.ts';
import type { JsonObject } from '../../../dialects/index.ts';
import type { AskedTask } from './asked-task.ts';
import { readCommon } from './common-fields.ts';
import { createFieldReader, flagOf, integerOf, textOf, wordOf } from './field-reader.ts';

const MOST_LYRICS_CHARACTERS = 10_000;
const MOST_STYLE_CHARACTERS = 1_000;
const MOST_TITLE_CHARACTERS = 200;

/**
 * Reads a task for a song.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readMusicTask(body: JsonObject, model: string | null): AskedTask {
  const fields = createFieldReader(body);
  const common = readCommon(fields, model);
  const lyrics = textOf(fields.any('lyrics'), MOST_LYRICS_CHARACTERS);
  const work: Omit<MusicRequest, 'inputs'> = {
    modality: 'music',
    prompt: common.prompt,
    seed: common.seed,
    lyrics,
    style: textOf(fields.any('style', 'tags'), MOST_STYLE_CHARACTERS),
    title: textOf(fields.any('title'), MOST_TITLE_CHARACTERS),
    isInstrumental: flagOf(fields.any('instrumental', 'is_instrumental', 'make_instrumental')) ?? false,
    outputFormat: wordOf(fields.any('output_format', 'format'), ['mp3', 'wav']),
  };
  if (common.prompt.trim() === '' && lyrics === null) {
    throw invalidField('prompt', 'must be a non-empty string where there are no lyrics');
  }
  if (work.isInstrumental && lyrics !== null) {
    throw invalidField('lyrics', 'must not stand beside instrumental');
  }
  // A task is one song everywhere.
  integerOf(fields.any('n'), 1, 1);
  fields.finish();
  const { callbackUrl, maxCostNano, metadata } = common;
  return {
    ...{ model: common.model, work, inputs: [], callbackUrl, maxCostNano },
    wishes: { responseFormat: 'url', metadata },
  };
}
