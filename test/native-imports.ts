// Node itself reads the modules of tests (vitest.config.ts), as it reads the server's, and keeps what it compiled. Vitest asks to be told of each import of each
// module, in order to know which files a change concerns when it watches; a run needs none of these messages, so what names its file is found here instead.
// Types are taken out in place, so traces name the right lines without maps.

import { registerHooks } from 'node:module'

/** Definitions that tests write elsewhere are looked for as a server would, with Node's own words about what is not there. */
const ours = new URL('../', import.meta.url).href
/** Vitest reads this file once for each test file; the hook stays for all that share a process. */
const isRegistered = Symbol.for('oncue.native-imports')
const known = globalThis as { [isRegistered]?: true }

if (known[isRegistered] === undefined && process.env['VITEST_MODE'] !== 'WATCH') {
  known[isRegistered] = true
  process.setSourceMapsEnabled(false)
  registerHooks({
    resolve(specifier, context, next) {
      if (context.parentURL?.startsWith(ours) !== true || !/^\.\.?\/[^?%]+\.ts$/.test(specifier)) return next(specifier, context)
      return { url: new URL(specifier, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
    },
  })
}
