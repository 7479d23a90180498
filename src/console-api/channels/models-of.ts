import type { ChannelModel } from '../../channels/index.ts';

/** The models of a body; one that is only named is called the same upstream. */
export function modelsOf(models: readonly (string | ChannelModel)[]): ChannelModel[] {
  return models.map((model) => (typeof model === 'string' ? { name: model, upstream: model } : model));
}
