export { CheckboxField, type Choice, SelectField, SwitchField } from './choice-fields.tsx';
export { INPUT_CLASS } from './field.tsx';
export { showRefusal } from './form-errors.ts';
export { TextAreaField, TextField } from './text-field.tsx';
