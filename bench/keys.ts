import { measureManyKeys } from './many-keys.ts';

/** `node bench/keys.ts [COUNT]`: what many keys cost; 100,000 of them unless another count is given. */
const count = Number(process.argv[2] ?? 100_000);
if (!Number.isSafeInteger(count) || count < 10 || count > 1_000_000) {
  console.error('Usage: node bench/keys.ts [COUNT], a whole number from 10 to 1000000');
  process.exit(2);
}
const found = await measureManyKeys(count);
const rows: readonly (readonly [string, string])[] = [
  ['start', `${found.startMs.toFixed(0)} ms`],
  ['warm, ten keys alone', `${found.tenAloneNs.toFixed(0)} ns`],
  ['warm, ten keys among all', `${found.tenAmongAllNs.toFixed(0)} ns`],
  ['warm, scattered over all', `${found.scatteredNs.toFixed(0)} ns`],
  ['cold look-up', `${found.coldMs.toFixed(3)} ms, ${found.queriesPerColdKey} query`],
  ['unknown key', `${found.queriesPerUnknownKey} query`],
  ['flood of 1,000 unknown keys', `${found.queriesOfFlood} queries`],
];
console.log(`\n${count} keys in an embedded database\n`);
for (const [what, value] of rows) console.log(`${what.padEnd(30)} ${value}`);
