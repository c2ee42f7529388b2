// How the console is built, and served while somebody works on it (npm run dev:console, beside a running server). src/console builds it for `npm start`.

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env['ONCUE_URL'] ?? 'http://127.0.0.1:4400'

/** The large parts of the kit, fetched when something of them is shown. */
const apart = new Set([
  'code-mirror',
  'code-colors',
  'merge-view',
  'plot',
  'open-menu',
  'open-dialog',
  'notes',
  'drawing',
  'use-drag',
  'pan-zoom',
  'check',
  'combobox',
  'data-table',
  'mail-frame',
  'as-json',
  'use-checked-form',
  'read-yaml',
  'write-yaml',
  'sparkline',
  'filters',
  'sight',
  'use-drag',
  'days',
  'copy-button',
  'diff-view',
])

/** Whatever the frame and the small parts of the kit are made of. */
function isBase(file: string): boolean {
  const [, room, name = ''] = /console[\\/]src[\\/](shell|kit)[\\/]([\w-]+)\.tsx?$/.exec(file) ?? []
  return room === 'kit' ? !apart.has(name) : room === 'shell' && ['frame', 'app-router', 'url-state'].includes(name)
}

/** What the page of a journey needs at once; what it fetches later stays apart. */
const journey = new Set(
  `journey-page build-tab journey-text use-draft use-editing use-numbers use-needed-drafts step-look step-tree overlays gone graph-layout begins
  add-step-menu schedule`.split(/\s+/),
)

function isJourney(file: string): boolean {
  const [, name = ''] = /areas[\\/]journeys[\\/]([\w-]+)\.tsx?$/.exec(file) ?? []
  return journey.has(name)
}

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
    // Whatever every page needs is one file, and so is what the page of a journey is made of: forty small ones would each wait for their turn on a slow line.
    // What pages share stands in a file of its own, so that none fetches another page with it. The large parts stay apart, and so does each page.
    rolldownOptions: {
      output: {
        // The first file names all others, and nothing of a hash can be compressed: seven characters, the fewest that the bundler takes, tell versions apart as well as eight.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        codeSplitting: {
          groups: [
            { name: 'base', test: isBase, priority: 4 },
            { name: 'icons', test: /lucide-react/, priority: 3, minShareCount: 3 },
            { name: 'yaml', test: /node_modules[\\/]yaml/, priority: 2 },
            { name: 'conditions', test: /conditions[\\/](?:in-words|condition-json|row-forms|durations|group-shape|use-condition-words)\./, priority: 2 },
            {
              name: 'shared',
              test: /(?:shell[\\/](?:publish[\\/]publish-dialog|use-topics)|kit[\\/]mistakes[\\/]use-in-words)\.|icons[\\/]pause\./,
              priority: 2,
            },
            { name: 'journey', test: isJourney, priority: 1 },
          ],
        },
      },
    },
    // Fonts and pictures stay files: the policy of the page allows no data: in styles.
    assetsInlineLimit: 0,
  },
  server: { proxy: Object.fromEntries(['/admin', '/v1', '/mailbox', '/demo', '/oncue.js', '/m/'].map((path) => [path, { target: server }])) },
})
