import type { Modality } from '../../canonical/media.ts';
import type { Provider } from '../provider.ts';
import { ark } from './ark/adapter.ts';
import { fal } from './fal/adapter.ts';
import { geminiImages } from './gemini-images/adapter.ts';
import { kling } from './kling/adapter.ts';
import type { MediaAdapter } from './media-adapter.ts';
import { minimaxFilms } from './minimax/films.ts';
import { minimaxSongs } from './minimax/songs.ts';
import { openaiImages } from './openai-images/adapter.ts';
import { openaiVideos } from './openai-videos/adapter.ts';
import { replicate } from './replicate/adapter.ts';
import { suno } from './suno/adapter.ts';
import { veo } from './veo/adapter.ts';

/** Whose way of media work an adapter is: a provider by its name, or every one whose upstreams take a dialect. */
type Owner = { readonly provider: string } | { readonly dialect: string };

/** One line for each vendor's way. The first that fits serves. */
const ADAPTERS: readonly (readonly [Owner, MediaAdapter])[] = [
  [{ dialect: 'openai-images' }, openaiImages],
  [{ dialect: 'openai-videos' }, openaiVideos],
  [{ dialect: 'gemini' }, geminiImages],
  [{ dialect: 'gemini' }, veo],
  [{ provider: 'ark' }, ark],
  [{ provider: 'minimax' }, minimaxFilms],
  [{ provider: 'minimax' }, minimaxSongs],
  [{ provider: 'fal' }, fal],
  [{ provider: 'kling' }, kling],
  [{ provider: 'suno' }, suno],
  [{ provider: 'replicate' }, replicate],
];

/** How a provider makes media of a kind; undefined when it makes none. */
export function findMediaAdapter(
  { name, dialects }: Pick<Provider, 'name' | 'dialects'>,
  modality: Modality,
): MediaAdapter | undefined {
  return ADAPTERS.find(
    ([owner, adapter]) =>
      adapter.modalities.includes(modality) &&
      ('provider' in owner ? owner.provider === name : dialects.includes(owner.dialect)),
  )?.[1];
}
