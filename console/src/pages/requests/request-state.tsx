import { useTranslation } from 'react-i18next';
import type { RequestRow } from '../../api/requests.ts';
import { Badge, type Tone } from '../../components/badge.tsx';

const TONES: Readonly<Record<RequestRow['state'], Tone>> = {
  settled: 'good',
  interrupted: 'warning',
  refused: 'neutral',
  failed: 'bad',
};

/** How a request ended, with its status and what went wrong. */
export function RequestState({ request }: { request: Pick<RequestRow, 'state' | 'status' | 'error_code'> }) {
  const { t } = useTranslation('requests');
  return (
    <Badge tone={TONES[request.state]}>
      {request.status} {request.error_code ?? t(`state.${request.state}`)}
    </Badge>
  );
}
