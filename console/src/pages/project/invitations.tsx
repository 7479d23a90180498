import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { invitationsOptions, revokeInvitation } from '../../api/members.ts';
import { useScope } from '../../app/session.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ErrorNotice, useErrorText } from '../../components/error-notice.tsx';
import { showToast } from '../../components/toast.tsx';
import { useFormats } from '../../i18n/format.ts';

/** Who was invited and has not come yet. */
export function Invitations() {
  const { t } = useTranslation('project');
  const { organizationId } = useScope();
  const formats = useFormats();
  const textOf = useErrorText();
  const { data, error } = useInfiniteQuery(invitationsOptions(organizationId));
  const open = data?.filter(({ status }) => status !== 'accepted') ?? [];
  if (error !== null && data === undefined) {
    return <ErrorNotice error={error} />;
  }
  if (open.length === 0) {
    return null;
  }
  return (
    <Card title={t('invitation.title')}>
      <ul className="divide-y divide-line">
        {open.map(({ id, email, role, status, expires_at: expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <span className="min-w-0">
              <span className="block text-sm font-medium break-all">{email}</span>
              <span className="text-xs text-ink-faint">
                {t(`role.${role}`)} ·{' '}
                {t(status === 'expired' ? 'invitation.expired' : 'invitation.until', {
                  when: formats.relative(expiresAt),
                })}
              </span>
            </span>
            <span className="flex items-center gap-2">
              {status === 'expired' ? <Badge>{t('invitation.expired')}</Badge> : null}
              <IconButton
                label={t('invitation.revoke', { email })}
                onClick={() => {
                  revokeInvitation(id).catch((refusal: unknown) =>
                    showToast({ tone: 'bad', text: textOf(refusal) }),
                  );
                }}
              >
                <X aria-hidden className="size-4" />
              </IconButton>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
