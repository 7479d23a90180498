export { chooseOffer } from './choose-offer.ts';
export type { Channel, Group, Offer, Pool, Snapshot } from './snapshot.ts';
export { createSnapshots, type Snapshots } from './snapshots.ts';
