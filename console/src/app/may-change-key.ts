import type { ApiKey } from '../api/keys.ts';
import { useMe, useScope } from './session.ts';

/** Whether the reader may change a key and see its string: admins all, members their own. */
export function useMayChangeKey(): (key: Pick<ApiKey, 'status' | 'created_by'>) => boolean {
  const { can, organization, isOperator } = useScope();
  const { user_id: userId } = useMe();
  const isOwnAlone = !isOperator && organization?.role === 'member';
  return (key) => key.status !== 'deleted' && can('keys:write') && (!isOwnAlone || key.created_by === userId);
}
