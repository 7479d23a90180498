import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { NavigationContext } from './app/navigation-context.ts';
import { NAVIGATION } from './app/pages.ts';
import { router } from './app/router.ts';
import { Toaster } from './components/toast.tsx';
import { TooltipProvider } from './components/tooltip.tsx';
import { startI18n } from './i18n/index.ts';

// Components that write styles while they run, such as the dialog's lock of scrolling, mark them with it.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
if (nonce !== undefined) {
  setNonce(nonce);
}

const root = document.getElementById('root');
if (root !== null) {
  // Who is signed in, the frame and the page are asked for beside the texts, not after them.
  void router.load();
  await startI18n();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <NavigationContext value={NAVIGATION}>
            <RouterProvider router={router} />
          </NavigationContext>
        </TooltipProvider>
        <Toaster />
      </QueryClientProvider>
    </StrictMode>,
  );
}
