export { checkChannelFields } from './channel-fields.ts';
export { checkCredential, endingOf, openCredentials } from './credentials.ts';
export {
  type ChannelService,
  type ChannelView,
  createChannelService,
  type NewChannel,
} from './service.ts';
export { type ChannelModel, type StoredChannel, selectChannels } from './store.ts';
export { type CredentialTest, createChannelTest, type TestChannel } from './test-channel.ts';
