// Bundles the program below a root into a folder: the command, and each of its threads by its own name. Run by server-bundle.mjs in a process of its own.
// It notes what it read, letter by letter; whether that still fits is not its question.

import { writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { stampOf } from './server-bundle.mjs'

/** They look for files beside themselves, or are bundlers. */
const leftOutside = ['pino', 'mrml', 'vite', 'rolldown']
/** Decides which packages there are and what is found in them. */
const ground = ['package.json', 'package-lock.json']
const ownPlace = /new Worker\(new URL\('(\.[^']+)\.ts', import\.meta\.url\)|import\.meta\.resolve\('(\.[^']+)\.ts'\)|import\.meta\.(url|dirname)\b/g

const [root, folder] = process.argv.slice(2)
const sources = join(root, 'src')
/** What was read, by its path below the root. */
const read = new Map()
const threads = new Map()

const build = await rolldown({
  cwd: root,
  platform: 'node',
  tsconfig: false,
  input: { oncue: join(sources, 'cli', 'oncue.ts') },
  external: [/^node:/, ...leftOutside.map((name) => new RegExp(`^${name}(/|$)`))],
  plugins: [{ name: 'places', transform: rememberAndPlace }],
  logLevel: 'silent',
})
await build.write({
  dir: folder,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  // Errors and tools say the names of classes and functions.
  keepNames: true,
  // V8 keeps the text of every file, two bytes to a character as soon as one of them is not ASCII; and nobody reads the bundle.
  charset: 'ascii',
  comments: false,
  // Traces name the real files; their text is on the disk anyway.
  sourcemap: true,
  sourcemapExcludeSources: true,
})
await build.close()
// Node would try to compile each file once more to find out what it is; what stands below node_modules has no other package around it.
writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))

const inputs = [...ground, ...[...read.keys()].sort()]
writeFileSync(join(folder, 'made-of.json'), JSON.stringify({ inputs, stamp: stampOf(root, inputs, (file) => read.get(file)) }))

function rememberAndPlace(code, id) {
  if (id.startsWith('\0')) return undefined
  read.set(relative(root, id), code)
  return id.startsWith(sources) && code.includes('import.meta') ? { code: placed(this, code, id), map: null } : undefined
}

/** A thread is loaded from beside the bundle; all other files are where they are for the source. */
function placed(context, code, id) {
  return code.replace(ownPlace, (_, worker, module, place) => {
    if (worker !== undefined) return `new Worker(new URL('./${entryOf(context, id, worker)}', import.meta.url)`
    if (module !== undefined) return `new URL('./${entryOf(context, id, module)}', import.meta.url).href`
    return JSON.stringify(place === 'url' ? pathToFileURL(id).href : dirname(id))
  })
}

function entryOf(context, importer, path) {
  const id = resolve(dirname(importer), `${path}.ts`)
  const name = basename(path)
  if (!threads.has(id)) {
    threads.set(id, name)
    context.emitFile({ type: 'chunk', id, fileName: `${name}.js` })
  }
  return `${name}.js`
}
