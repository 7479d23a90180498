import type { Id } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';
import type { ManagementDeps } from '../deps.ts';

/** What of a body names models. */
interface NamingModels {
  readonly models?: readonly string[] | null | undefined;
  readonly default_model?: string | null | undefined;
}

/**
 * Refuses a model that is named in full and that nothing here knows, since a key with a typing error in it
 * would be refused everything. Patterns may mean models to come.
 * @throws {Refusal} `invalid_request` naming the field.
 */
export async function checkModels(
  { knownModels }: Pick<ManagementDeps, 'knownModels'>,
  organizationId: Id<'org'>,
  { models, default_model: defaultModel }: NamingModels,
): Promise<void> {
  const listed = models ?? [];
  const names = [...listed, ...(defaultModel == null ? [] : [defaultModel])].filter(isWholeName);
  const [unknown] = await knownModels.unknownAmong(names, organizationId);
  if (unknown !== undefined) {
    const at = listed.indexOf(unknown);
    throw invalidField(at === -1 ? 'default_model' : `models.${at}`, 'there is no such model');
  }
}

/** What cannot be a name at all is refused where the fields are checked. */
function isWholeName(text: string): boolean {
  return /^[^\s*]{1,200}$/.test(text);
}
