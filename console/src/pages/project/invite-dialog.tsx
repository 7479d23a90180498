import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { type Invitation, invite, ROLES, type Role } from '../../api/members.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { CodeSnippet } from '../../components/code-snippet.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField, TextField } from '../../components/form/index.ts';
import { FormDialog } from '../../components/form-dialog.tsx';

/** Invites a person, and shows the link where nothing mails it. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('project');
  const { organizationId } = useScope();
  const form = useForm<{ email: string; role: Role }>({ defaultValues: { email: '', role: 'member' } });
  const [made, setMade] = useState<Invitation | null>(null);
  const { errors } = form.formState;

  const send = async ({ email, role }: { email: string; role: Role }) => {
    const owner = organizationId === undefined ? {} : { organization_id: organizationId };
    setMade(await invite({ email: email.trim(), role, ...owner }));
  };

  if (made !== null) {
    const address = made.link ?? `${location.origin}/console/sign-in/invitation?token=${made.token ?? ''}`;
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={t('invite.done', { email: made.email })}
        description={t('invite.doneText')}
        footer={
          <Button kind="primary" onClick={onClose}>
            {t('invite.close')}
          </Button>
        }
      >
        <CodeSnippet code={address} label={t('invite.link')} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      form={form}
      onSend={send}
      size="small"
      onClose={onClose}
      title={t('member.invite')}
      description={t('invite.text')}
      submitLabel={t('invite.submit')}
    >
      <TextField
        label={t('invite.email')}
        type="email"
        autoComplete="off"
        error={errors.email?.message}
        {...form.register('email', { required: t('field.required') })}
      />
      <SelectField
        label={t('member.role')}
        hint={t(`roleHint.${form.watch('role')}`)}
        choices={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        error={errors.role?.message}
        {...form.register('role')}
      />
    </FormDialog>
  );
}
