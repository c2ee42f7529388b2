// Names the sources in the traces of a program that runs from its bundle. A map is read when the first trace needs it, because all of them, kept from the
// start, are 8 MB that hardly any server ever looks at. It changes nothing but the text of traces: where no map can be read, the bundle is named.
//
// Plain JavaScript, because it runs before anything that was compiled is kept.

import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** From now on, in this thread. `bundle` is the entry; its parts and their maps lie beside it. */
export function nameSourcesInTraces(bundle) {
  const folder = new URL('.', bundle).href
  const maps = new Map()
  const mapOf = (part) => {
    if (!maps.has(part)) maps.set(part, readMap(part))
    return maps.get(part)
  }
  Error.prepareStackTrace = (error, frames) => [headOf(error), ...frames.map((frame) => `    at ${frameText(frame, folder, mapOf)}`)].join('\n')
}

function readMap(part) {
  try {
    return new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${part}.map`), 'utf8')))
  } catch {
    return undefined
  }
}

function frameText(frame, folder, mapOf) {
  const text = frame.toString()
  const part = frame.getScriptNameOrSourceURL()
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()]
  if (typeof part !== 'string' || !part.startsWith(folder) || line === null || column === null) return text
  const { originalSource, originalLine, originalColumn } = mapOf(part)?.findEntry(line - 1, column - 1) ?? {}
  if (originalSource === undefined) return text
  return text.replace(`${part}:${line}:${column}`, `${fileOf(new URL(originalSource, part))}:${originalLine + 1}:${originalColumn + 1}`)
}

function fileOf(url) {
  return url.protocol === 'file:' ? fileURLToPath(url) : url.href
}

/** As Node writes it: its own errors with their code. */
function headOf(error) {
  try {
    const { name, code, message } = error
    return typeof code === 'string' && code.startsWith('ERR_') ? `${name} [${code}]: ${message}` : Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}
