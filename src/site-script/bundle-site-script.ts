// Makes the browser script out of snippet/, in a process of its own: the bundler's memory is not the server's. Prints the two forms as JSON; it
// writes nothing.

import { join } from 'node:path'
import { rolldown } from 'rolldown'
import manifest from '../../package.json' with { type: 'json' }

const source = join(import.meta.dirname, '../../snippet')

async function bundle(entry: string, format: 'iife' | 'esm'): Promise<string> {
  const build = await rolldown({
    input: join(source, entry),
    tsconfig: false,
    // What every browser of the last years understands.
    transform: { target: 'es2020', define: { scriptVersion: JSON.stringify(manifest.version) } },
  })
  const { output } = await build.generate({ format, minify: true, comments: false })
  await build.close()
  return output[0].code
}

process.stdout.write(JSON.stringify({ script: await bundle('script.ts', 'iife'), module: await bundle('oncue.ts', 'esm') }))
