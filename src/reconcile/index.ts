export { applyConfigFile } from './apply-config-file.ts';
export { applyConfigText } from './apply-config-text.ts';
export type { Change, ChangeKind } from './change.ts';
export type { Demo } from './demo.ts';
export { describeChange, describeStart } from './describe-start.ts';
export { exportConfigFile } from './export-config-file.ts';
export { reconcileAtStart, type StartReport } from './reconcile-at-start.ts';
export type { ReconcileServices } from './services.ts';
