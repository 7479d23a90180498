import type { ConfigFile } from '../config/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import type { ReconcileServices } from './services.ts';

/** Projects of the Default organization, by name, and the credit it starts with. */
export async function reconcileProjects(file: ConfigFile, services: ReconcileServices): Promise<Change[]> {
  const { projects, wallets } = services;
  const { organizationId } = await services.organizations.ensureDefault();
  const existing = await projects.list(organizationId);
  const changes = await reconcile({
    kind: 'project',
    wanted: file.projects?.map((project) => ({
      organizationId,
      name: project.name,
      mode: project.mode,
      errorFormat: project.error_format,
    })),
    find: ({ name }) => existing.find((project) => project.name === name),
    differences: (wanted, project) =>
      changedFields({
        mode: [wanted.mode, project.mode],
        error_format: [wanted.errorFormat, project.errorFormat],
      }),
    create: (wanted) => projects.create(wanted),
    update: ({ mode, errorFormat }, { id }) => projects.update(id, { mode, errorFormat }),
  });
  for (const { name, credit } of file.projects ?? []) {
    const wallet = await wallets.read(organizationId);
    // Granted once: an organization that ever had credit is not topped up by starting again.
    if (credit !== undefined && credit > 0 && wallet.grantedNano === 0) {
      await wallets.credit({ organizationId, amountNano: credit, note: `credit of the project ${name}` });
      changes.push({ change: 'created', kind: 'wallet', name, fields: ['credit'] });
    }
  }
  return changes;
}
