export { CheckboxField, type Choice, SelectField, SwitchField } from './choice-fields.tsx';
export { INPUT_CLASS } from './field.tsx';
export { TextAreaField, TextField } from './text-field.tsx';
export { useSubmit } from './use-submit.ts';
