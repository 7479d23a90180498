export { createNetworkList, type NetworkList, parseNetwork, plainAddress } from './networks.ts';
