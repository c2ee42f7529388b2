// Builds the console into a folder, in a process of its own: the bundler's memory is not the server's. Every file stands there compressed as well, so
// that nothing is compressed while somebody waits. The folder is the only argument.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type ManifestChunk, type Rolldown } from 'vite'

const [, , given] = process.argv
if (given === undefined) throw new Error('Name the folder that the console is built into.')
const folder = given
const root = join(import.meta.dirname, '../../console')
// Events that arrive meanwhile go first.
setPriority(10)
process.env['ONCUE_CONSOLE_OUT'] = folder
// Whoever starts it may be a test: what is built is for people all the same.
process.env['NODE_ENV'] = 'production'
const built = await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
nameSources([built].flat().flatMap((one) => ('output' in one ? one.output : [])))
gatherWords()

const mark = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || entry.parentPath.endsWith('words') || !/\.(?:js|css|html|svg|json)$/.test(entry.name)) continue
  const file = join(entry.parentPath, entry.name)
  const plain = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(plain, mark))
}

/** Names each file of our own in the manifest, also where the bundler put it into a file with others, so that whoever names a page by its source finds what it is built into. */
function nameSources(output: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): void {
  const path = join(folder, '.vite/manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Partial<ManifestChunk>>
  const ofFile = new Map(Object.values(manifest).map(({ file = '', imports = [], css = [] }) => [file, { file, imports, css }]))
  for (const chunk of output.filter((one) => one.type === 'chunk')) {
    for (const id of chunk.moduleIds) {
      const source = relative(root, id).replaceAll('\\', '/')
      const there = ofFile.get(chunk.fileName)
      if (source.startsWith('src/') && there !== undefined) manifest[source] ??= there
    }
  }
  writeFileSync(path, JSON.stringify(manifest))
}

/** The words of each folder in one file for each language: the page of the console brings those that it begins with. */
function gatherWords(): void {
  mkdirSync(join(folder, 'words'))
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  const ofLanguage = new Map<string, Record<string, unknown>>()
  for (const file of files) {
    const [, of, language] = /^(.+)\/words\/(\w\w)\.json$/.exec(file) ?? []
    if (of === undefined || language === undefined) continue
    const words = ofLanguage.get(language) ?? {}
    ofLanguage.set(language, words)
    words[of] = JSON.parse(readFileSync(join(root, 'src', file), 'utf8'))
  }
  for (const [language, words] of ofLanguage) writeFileSync(join(folder, 'words', `${language}.json`), JSON.stringify(words))
}
