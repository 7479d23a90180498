import { useInfiniteQuery } from '@tanstack/react-query';
import { MailPlus, UserMinus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRole, type Member, membersOptions, ROLES, removeMember } from '../../api/members.ts';
import { useMe, useScope } from '../../app/session.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useErrorText } from '../../components/error-notice.tsx';
import { SelectField } from '../../components/form/index.ts';
import { EmptyState } from '../../components/states.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { showToast } from '../../components/toast.tsx';
import { useFormats } from '../../i18n/format.ts';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';

/** Who belongs to the organization and as what; who was invited. */
export function MembersTab() {
  const { t } = useTranslation('project');
  const { organizationId, can } = useScope();
  const query = useInfiniteQuery(membersOptions(organizationId));
  const [removing, setRemoving] = useState<Member | null>(null);
  const [isInviting, setInviting] = useState(false);
  const mayWrite = can('members:write');
  const columns = useColumns(mayWrite, setRemoving);
  return (
    <div className="space-y-8">
      <DataTable
        name="members"
        label={t('tab.members')}
        columns={columns}
        query={query}
        toolbar={
          mayWrite ? (
            <Button
              kind="primary"
              icon={<MailPlus aria-hidden className="size-4" />}
              onClick={() => setInviting(true)}
            >
              {t('member.invite')}
            </Button>
          ) : undefined
        }
        empty={<EmptyState icon={<Users />} title={t('member.empty')} />}
      />
      {mayWrite ? <Invitations /> : null}
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {removing === null ? null : (
        <ConfirmDialog
          isOpen
          onClose={() => setRemoving(null)}
          title={t('member.removeTitle', { name: nameOf(removing) })}
          confirmLabel={t('member.remove')}
          onConfirm={() => removeMember(removing.id)}
        >
          <p>{t('member.removeText')}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function nameOf({ name, email, user_id: userId }: Member): string {
  return name ?? email ?? userId;
}

function useColumns(mayWrite: boolean, remove: (member: Member) => void): readonly Column<Member>[] {
  const { t } = useTranslation('project');
  const { user_id: me } = useMe();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('member.person'),
        isMain: true,
        cell: (member) => (
          <>
            <span className="font-medium">
              {nameOf(member)}
              {member.user_id === me ? (
                <span className="font-normal text-ink-faint"> · {t('member.you')}</span>
              ) : null}
            </span>
            <span className="block text-xs text-ink-faint">{member.email ?? ''}</span>
          </>
        ),
      },
      {
        id: 'role',
        title: t('member.role'),
        cell: (member) => (mayWrite ? <RoleChoice member={member} /> : t(`role.${member.role}`)),
      },
      {
        id: 'since',
        title: t('member.since'),
        cell: ({ created_at: moment }) => <time dateTime={moment}>{formats.day(moment)}</time>,
      },
      {
        id: 'actions',
        title: t('providerKey.actions'),
        isActions: true,
        cell: (member) =>
          mayWrite || member.user_id === me ? (
            <IconButton
              label={t('member.removeName', { name: nameOf(member) })}
              onClick={() => remove(member)}
            >
              <UserMinus aria-hidden className="size-4" />
            </IconButton>
          ) : null,
      },
    ],
    [t, me, formats, mayWrite, remove],
  );
}

function RoleChoice({ member }: { member: Member }) {
  const { t } = useTranslation('project');
  const textOf = useErrorText();
  const [isBusy, setBusy] = useState(false);

  async function choose(value: string): Promise<void> {
    const role = ROLES.find((one) => one === value);
    if (role === undefined) {
      return;
    }
    setBusy(true);
    try {
      await changeRole(member.id, role);
      showToast({ text: t('member.changed', { name: nameOf(member), role: t(`role.${role}`) }) });
    } catch (error) {
      showToast({ tone: 'bad', text: textOf(error) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <SelectField
      label={t('member.roleOf', { name: nameOf(member) })}
      className="w-36 [&_label]:sr-only"
      value={member.role}
      disabled={isBusy}
      choices={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
      onChange={({ target }) => void choose(target.value)}
    />
  );
}
