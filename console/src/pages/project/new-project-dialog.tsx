import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { createProject } from '../../api/projects.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { showRefusal, TextField } from '../../components/form/index.ts';

/** Makes a project by its name; everything else is set on its page. */
export function NewProjectDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const { t } = useTranslation('project');
  const { organizationId } = useScope();
  const form = useForm({ defaultValues: { name: '' } });
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ name }) => {
    setError(null);
    try {
      const owner = organizationId === undefined ? {} : { organization_id: organizationId };
      onCreated((await createProject({ name: name.trim(), ...owner })).id);
      onClose();
    } catch (refusal) {
      setError(refusal);
      showRefusal(form, refusal);
    }
  });

  return (
    <Dialog
      isOpen
      size="small"
      onClose={onClose}
      title={t('create.title')}
      description={t('create.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" form="new-project" isBusy={isSubmitting}>
            {t('create.submit')}
          </Button>
        </>
      }
    >
      <form id="new-project" onSubmit={submit} noValidate className="space-y-4">
        <TextField
          label={t('field.name')}
          error={errors.name?.message}
          {...form.register('name', { required: t('field.required') })}
        />
        {error !== null && errors.root?.server !== undefined ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
