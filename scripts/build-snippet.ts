// npm run build:snippet: makes the browser script where it is not up to date, and says how large it is. The server does the same by itself.

import { gzipSync } from 'node:zlib'
import { integrityOf, readSiteScript } from '../src/site-script/site-script.ts'

const { script } = await readSiteScript()
const bytes = gzipSync(script, { level: 9 }).length
process.stdout.write(`snippet/dist/oncue.js: ${script.length} bytes, ${bytes} with gzip, ${integrityOf(script)}\n`)
