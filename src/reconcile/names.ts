import { type ConfigFile, ConfigFileError } from '../config/index.ts';
import type { Id } from '../core/ids.ts';
import type { Organization } from '../organizations/index.ts';
import type { ReconcileServices } from './services.ts';

/**
 * Checks, before anything is written, that every name the file refers to is in the file or exists.
 * @throws {ConfigFileError} with every problem.
 */
export async function checkReferences(file: ConfigFile, services: ReconcileServices): Promise<void> {
  const { organizationId } = await services.organizations.ensureDefault();
  const groups = knownNames(file.groups, await services.groups.list());
  const imageBatchGroups = knownNames(file.image_batch_groups, await services.imageBatchGroups.list());
  const projects = knownNames(file.projects, await services.projects.list(organizationId));
  const problems: string[] = [];
  const check = (known: ReadonlySet<string>, name: string | undefined, path: string, noun: string): void => {
    if (name !== undefined && !known.has(name)) {
      problems.push(`${path}: there is no ${noun} called "${name}"`);
    }
  };
  problems.push(...visibilityProblems(file, await services.organizations.list()));
  for (const [at, channel] of (file.channels ?? []).entries()) {
    for (const [i, name] of channel.groups.entries()) {
      check(groups, name, `channels[${at}].groups[${i}]`, 'group');
    }
    for (const [i, name] of channel.image_batch_groups.entries()) {
      check(imageBatchGroups, name, `channels[${at}].image_batch_groups[${i}]`, 'image batch group');
    }
  }
  for (const [at, project] of (file.projects ?? []).entries()) {
    check(groups, project.default_group ?? undefined, `projects[${at}].default_group`, 'group');
  }
  for (const [at, key] of (file.keys ?? []).entries()) {
    check(projects, key.project, `keys[${at}].project`, 'project');
    check(groups, key.group, `keys[${at}].group`, 'group');
    check(imageBatchGroups, key.image_batch_group, `keys[${at}].image_batch_group`, 'image batch group');
  }
  if (problems.length > 0) {
    throw new ConfigFileError(problems);
  }
}

/**
 * Organizations are named by id, or by a name that one of them alone has: anybody may call their own
 * organization as another is called, and must not come to see its groups by that.
 */
function visibilityProblems(file: ConfigFile, organizations: readonly Organization[]): string[] {
  const { groups = [], image_batch_groups: imageBatchGroups = [] } = file;
  return Object.entries({ groups, image_batch_groups: imageBatchGroups }).flatMap(([section, entries]) =>
    entries.flatMap(({ visible_to }, at) =>
      (visible_to ?? []).flatMap((named, i) => {
        const path = `${section}[${at}].visible_to[${i}]`;
        const found = organizationsNamed(named, organizations).length;
        if (found === 1) {
          return [];
        }
        return found === 0
          ? [`${path}: there is no organization called "${named}"`]
          : [`${path}: ${found} organizations are called "${named}"; name the one you mean by its id`];
      }),
    ),
  );
}

/** The organizations that an id or a name means. */
export function organizationsNamed(
  named: string,
  organizations: readonly Organization[],
): readonly Organization[] {
  return organizations.filter(({ id, name }) => id === named || name === named);
}

/** The ids of names that are known to exist. */
export function idsOf<P extends 'grp' | 'ibg' | 'proj'>(
  names: readonly string[],
  entries: readonly { readonly id: Id<P>; readonly name: string }[],
): Id<P>[] {
  return names.flatMap((name) => entries.filter((entry) => entry.name === name).map(({ id }) => id));
}

function knownNames(
  declared: readonly { readonly name: string }[] | undefined,
  existing: readonly { readonly name: string }[],
): ReadonlySet<string> {
  return new Set([...(declared ?? []), ...existing].map(({ name }) => name));
}
