import { invalidField } from '../core/refusal.ts';
import { checkCount, checkEntityName } from '../projects/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { ChannelModel, StoredChannel } from './store.ts';

const LONGEST_URL = 2_000;
const LONGEST_MODEL = 200;

/** What of a channel can be checked without the database; `baseUrl` null means the provider's own. */
export type PlainFields = Pick<
  StoredChannel,
  'name' | 'models' | 'priority' | 'weight' | 'concurrency' | 'status'
> & { readonly baseUrl: string | null };

/**
 * Returns the fields in the form they are stored in.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function checkChannelFields(
  fields: PlainFields,
  provider: Provider,
): PlainFields & { baseUrl: string } {
  checkCount('priority', fields.priority, 0);
  checkCount('weight', fields.weight, 0);
  checkCount('concurrency', fields.concurrency, 0);
  if (fields.status !== 'active' && fields.status !== 'inactive') {
    throw invalidField('status', 'must be active or inactive');
  }
  return {
    ...fields,
    name: checkEntityName(fields.name),
    baseUrl: checkBaseUrl(fields.baseUrl ?? provider.defaultBaseUrl),
    models: checkModels(fields.models),
  };
}

/** Credentials belong in the credentials, and a query or fragment would be lost when a path is added. */
function checkBaseUrl(text: string | null): string {
  if (text === null) {
    throw invalidField('base_url', 'is required for this provider');
  }
  const url = URL.canParse(text) && text.length <= LONGEST_URL ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw invalidField('base_url', 'must be an http or https URL');
  }
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
    throw invalidField('base_url', 'must have no credentials, no query and no fragment');
  }
  return url.href.replace(/\/+$/, '');
}

function checkModels(models: readonly ChannelModel[]): ChannelModel[] {
  const seen = new Set<string>();
  return models.map(({ name, upstream }, at) => {
    const model = { name: name.trim(), upstream: upstream.trim() };
    for (const text of Object.values(model)) {
      if (text === '' || text.length > LONGEST_MODEL || /\p{Cc}/u.test(text)) {
        throw invalidField(`models[${at}]`, `names must have 1 to ${LONGEST_MODEL} characters`);
      }
    }
    if (seen.has(model.name)) {
      throw invalidField(`models[${at}]`, `"${model.name}" stands twice`);
    }
    seen.add(model.name);
    return model;
  });
}
