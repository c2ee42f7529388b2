// npm run build:console: builds the console where it is not up to date. The server does the same by itself.

import { buildConsole } from '../src/console/built-console.ts'

process.stdout.write(`${await buildConsole()}\n`)
