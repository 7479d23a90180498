import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

/** Where the gateway of `npm run dev -w console` listens. */
const GATEWAY = 'http://127.0.0.1:8787';

export default defineConfig({
  base: '/console/',
  plugins: [react(), tailwindcss(), precompress()],
  build: {
    target: 'es2023',
    // Pictures inlined in styles would be one more source to allow; every asset is a file.
    assetsInlineLimit: 0,
    // The polyfill of preloading is an inline script in some browsers' eyes; all targets know it themselves.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: { '^/(api|v1|v1beta)/': GATEWAY } },
});
