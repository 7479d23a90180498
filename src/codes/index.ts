export { type CodeService, createCodeService, type ShownCode } from './service.ts';
export type { CodeBatch, RedeemCode } from './store.ts';
