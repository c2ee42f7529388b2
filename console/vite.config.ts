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
  'as-json',
  'use-checked-form',
  'read-yaml',
  'write-yaml',
  'sparkline',
  'sight',
  'days',
])

/** Whatever the frame and the small parts of the kit are made of. */
function isBase(file: string): boolean {
  const [, room, name = ''] = /console[\\/]src[\\/](shell|kit)[\\/]([\w-]+)\.tsx?$/.exec(file) ?? []
  return room === 'kit' ? !apart.has(name) : room === 'shell' && ['frame', 'app-router', 'url-state', 'link-above', 'logo', 'draft-file'].includes(name)
}

/** What the page of a journey and its drawing need at once; what it fetches later stays apart. */
const journey = new Set(
  `journey-page build-tab journey-reader use-draft use-editing use-numbers use-needed-drafts step-look step-tree overlays gone graph-layout begins
  add-step-menu schedule canvas canvas-card canvas-edge line-ends`.split(/\s+/),
)

function isJourney(file: string): boolean {
  const [, name = ''] = /areas[\\/]journeys[\\/]([\w-]+)\.tsx?$/.exec(file) ?? []
  return journey.has(name)
}

/** Small parts of which nearly every page shows some, and icons. */
const shared =
  /(?:shell[\\/](?:publish[\\/]publish-dialog|use-topics|changed-elsewhere)|kit[\\/]mistakes[\\/]use-in-words|words[\\/]language-names|templates[\\/]state-badge|journeys[\\/]journey-status)\.|lucide-react/

function isShared(file: string): boolean {
  return shared.test(file)
}

/** What pages with fields share. */
function isForms(file: string): boolean {
  const [, , name = ''] = /console[\\/]src[\\/](shell|kit)[\\/]([\w-]+)\.tsx?$/.exec(file) ?? []
  return ['check', 'combobox', 'list-choice', 'topic-choice', 'put-into-workspace', 'make-template'].includes(name)
}

/** What the page of a template shows at once. */
const template = new Set('template-page template-editor preview-pane shown-with page-tab part-editor page-file use-part-text blocks-tab'.split(' '))

function isTemplate(file: string): boolean {
  const [, name = ''] = /(?:areas[\\/]templates|shell)[\\/]([\w-]+)\.tsx?$/.exec(file) ?? []
  return template.has(name) || name === 'use-draft-files'
}

/** Chunks of which a page runs a small part at first, so that compiling all of their functions ahead would be for nothing. */
const laterInParts = /^(?:yaml|dist|code-mirror|merge-view|plot|en|de|ru)$/

/**
 * Asks the browser to compile every function of what a page runs at once while it arrives, beside the thread that draws; as they are called, each would be read twice
 * and compiled while the page waits. A browser that does not know the mark reads a comment.
 */
function compiledAhead({ name }: { readonly name: string }): string {
  return laterInParts.test(name) ? '' : '//# allFunctionsCalledOnLoad'
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
        postBanner: compiledAhead,
        codeSplitting: {
          groups: [
            { name: 'base', test: isBase, priority: 4 },
            { name: 'shared', test: isShared, priority: 3, minShareCount: 2 },
            { name: 'yaml', test: /node_modules[\\/]yaml|kit[\\/](?:read|write)-yaml\./, priority: 2 },
            {
              name: 'conditions',
              test: /conditions[\\/](?:in-words|condition-json|row-forms|durations|group-shape|use-condition-words|condition-builder)\./,
              priority: 2,
            },
            { name: 'forms', test: isForms, priority: 2 },
            { name: 'journey', test: isJourney, priority: 1 },
            { name: 'inspector', test: /areas[\\/]journeys[\\/]forms[\\/].+\.tsx?$/, priority: 1 },
            { name: 'template', test: isTemplate, priority: 1 },
          ],
        },
      },
    },
    // Fonts and pictures stay files: the policy of the page allows no data: in styles.
    assetsInlineLimit: 0,
  },
  server: { proxy: Object.fromEntries(['/admin', '/v1', '/mailbox', '/demo', '/oncue.js', '/m/'].map((path) => [path, { target: server }])) },
})
