/** What an entry of a configuration file is. */
export type ChangeKind = 'group' | 'image_batch_group' | 'model' | 'channel' | 'project' | 'key' | 'wallet';

/** What became of one entry. */
export interface Change {
  readonly change: 'created' | 'updated' | 'deleted' | 'unchanged';
  readonly kind: ChangeKind;
  readonly name: string;
  /** The fields that changed, as the file calls them; never their values, which may be secret. */
  readonly fields: readonly string[];
}

/** How entries of one kind are brought about. */
export interface Reconciled<Wanted extends { readonly name: string }, Existing> {
  readonly kind: ChangeKind;
  /** Undefined when the file says nothing of this kind. */
  readonly wanted: readonly Wanted[] | undefined;
  find(wanted: Wanted): Existing | undefined;
  /** The fields in which what exists is not what is wanted. */
  differences(wanted: Wanted, existing: Existing): readonly string[] | Promise<readonly string[]>;
  create(wanted: Wanted): Promise<unknown>;
  update(wanted: Wanted, existing: Existing, fields: readonly string[]): Promise<unknown>;
}

/** Creates what is missing and updates what differs, in the order of the file. */
export async function reconcile<Wanted extends { readonly name: string }, Existing>(
  work: Reconciled<Wanted, Existing>,
): Promise<Change[]> {
  const changes: Change[] = [];
  const { kind } = work;
  for (const wanted of work.wanted ?? []) {
    const { name } = wanted;
    const existing = work.find(wanted);
    if (existing === undefined) {
      await work.create(wanted);
      changes.push({ change: 'created', kind, name, fields: [] });
      continue;
    }
    const fields = await work.differences(wanted, existing);
    if (fields.length > 0) {
      await work.update(wanted, existing, fields);
    }
    changes.push({ change: fields.length > 0 ? 'updated' : 'unchanged', kind, name, fields });
  }
  return changes;
}

/** Deletes what exists and is not wanted, where the file speaks of this kind at all. */
export async function prune<Existing extends { readonly name: string }>(
  kind: ChangeKind,
  wanted: readonly { readonly name: string }[] | undefined,
  existing: readonly Existing[],
  remove: (entry: Existing) => Promise<unknown>,
): Promise<Change[]> {
  if (wanted === undefined) {
    return [];
  }
  const kept = new Set(wanted.map(({ name }) => name));
  const changes: Change[] = [];
  for (const entry of existing) {
    if (!kept.has(entry.name)) {
      await remove(entry);
      changes.push({ change: 'deleted', kind, name: entry.name, fields: [] });
    }
  }
  return changes;
}

/** The names of the fields whose values differ; each pair is what is wanted and what exists. */
export function changedFields(pairs: Readonly<Record<string, readonly [unknown, unknown]>>): string[] {
  return Object.entries(pairs)
    .filter(([, [wanted, existing]]) => stableJson(wanted) !== stableJson(existing))
    .map(([field]) => field);
}

/** JSON with the members of objects in one order, so that equal values have equal text. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
