import { type ComponentProps, useId } from 'react';
import { type FieldValues, FormProvider, type Path, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { useSubmit } from './form/index.ts';

interface FormDialogProps<Values extends FieldValues>
  extends Omit<ComponentProps<typeof Dialog>, 'isOpen' | 'footer' | 'isDirty'> {
  readonly form: UseFormReturn<Values>;
  /** Sends what was filled in; what it throws is shown, and the dialog stays. */
  readonly onSend: (values: Values) => Promise<void>;
  readonly submitLabel: string;
  /** The field of the form for each path of the body, where they differ. */
  readonly fields?: Readonly<Record<string, Path<Values>>>;
}

/** A dialog with a form: its fields are the children, which find the form in its context too. */
export function FormDialog<Values extends FieldValues>({
  form,
  onSend,
  submitLabel,
  fields,
  children,
  ...dialog
}: FormDialogProps<Values>) {
  const { t } = useTranslation();
  const id = useId();
  const { submit, refusal } = useSubmit(form, onSend, fields);
  const { isDirty, isSubmitting } = form.formState;
  return (
    <Dialog
      {...dialog}
      isOpen
      isDirty={isDirty}
      footer={
        <>
          <Button onClick={dialog.onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" form={id} isBusy={isSubmitting}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <FormProvider {...form}>
        <form id={id} onSubmit={submit} noValidate className="space-y-4">
          {children}
          {refusal === null ? null : <ErrorNotice error={refusal} />}
        </form>
      </FormProvider>
    </Dialog>
  );
}
