import { CircleCheck, CircleX, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';

/** A message that goes away by itself. */
interface ToastMessage {
  readonly tone?: 'good' | 'bad';
  readonly text: ReactNode;
}

type Shown = ToastMessage & { readonly id: number };

let shown: readonly Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a message at the edge of the page. Errors of a form stand in the form, not here. */
export function showToast(message: ToastMessage): void {
  lastId += 1;
  replace([...shown.slice(-2), { ...message, id: lastId }]);
}

function replace(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Stands once in the application and shows the messages. */
export function Toaster() {
  const { t } = useTranslation();
  const messages = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <Radix.Provider duration={5_000} swipeDirection="right" label={t('toast.label')}>
      {messages.map(({ id, tone = 'good', text }) => (
        <Radix.Root
          key={id}
          type={tone === 'bad' ? 'foreground' : 'background'}
          onOpenChange={(open) => open || replace(shown.filter((message) => message.id !== id))}
          className="flex animate-appear items-start gap-2.5 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-sm shadow-float"
        >
          {tone === 'bad' ? (
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          ) : (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          )}
          <Radix.Description className="min-w-0 flex-1 break-words">{text}</Radix.Description>
          <Radix.Close asChild>
            <IconButton label={t('action.close')} className="-my-1 -mr-2">
              <X aria-hidden className="size-4" />
            </IconButton>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-0 bottom-0 z-50 flex w-96 max-w-[100vw] flex-col gap-2 p-4 outline-none" />
    </Radix.Provider>
  );
}
