import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { createProject } from '../../api/projects.ts';
import { useScope } from '../../app/session.ts';
import { TextField } from '../../components/form/index.ts';
import { FormDialog } from '../../components/form-dialog.tsx';

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
  const { errors } = form.formState;

  const send = async ({ name }: { name: string }) => {
    const owner = organizationId === undefined ? {} : { organization_id: organizationId };
    onCreated((await createProject({ name: name.trim(), ...owner })).id);
    onClose();
  };

  return (
    <FormDialog
      form={form}
      onSend={send}
      size="small"
      onClose={onClose}
      title={t('create.title')}
      description={t('create.text')}
      submitLabel={t('create.submit')}
    >
      <TextField
        label={t('field.name')}
        error={errors.name?.message}
        {...form.register('name', { required: t('field.required') })}
      />
    </FormDialog>
  );
}
