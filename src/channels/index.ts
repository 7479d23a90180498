export { openCredentials } from './credentials.ts';
export {
  type ChannelService,
  type ChannelView,
  createChannelService,
  type NewChannel,
} from './service.ts';
export { type StoredChannel, selectChannels } from './store.ts';
