import type { ConfigFile } from '../config/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import type { ReconcileServices } from './services.ts';

/** Prices an operator sets, by the name of the model. */
export async function reconcileModels(file: ConfigFile, { models }: ReconcileServices): Promise<Change[]> {
  const existing = await models.list();
  return reconcile({
    kind: 'model',
    wanted: file.models,
    find: ({ name }) => existing.find((model) => model.name === name),
    differences: (wanted, model) => changedFields({ price: [wanted.price, model.price] }),
    create: ({ name, price }) => models.set(name, price),
    update: ({ name, price }) => models.set(name, price),
  });
}
