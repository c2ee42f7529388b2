// How the console is built, and served while somebody works on it (npm run dev:console, beside a running server). src/console builds it for `npm start`.

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env['ONCUE_URL'] ?? 'http://127.0.0.1:4400'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: process.env['ONCUE_CONSOLE_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Tests of its size read which page loads what.
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files: the policy of the page allows no data: in styles.
    assetsInlineLimit: 0,
  },
  server: { proxy: Object.fromEntries(['/admin', '/v1', '/mailbox', '/demo', '/oncue.js', '/m/'].map((path) => [path, { target: server }])) },
})
