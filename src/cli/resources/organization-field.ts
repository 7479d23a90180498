import { textField } from './field.ts';

/** Whose things are meant; as an option of create, and as a filter of list. */
export const ORGANIZATION_FIELD = textField({
  option: 'organization',
  member: 'organization_id',
  value: 'ID',
  help: "The organization; without it the credential's own, for the operator the first one.",
});
