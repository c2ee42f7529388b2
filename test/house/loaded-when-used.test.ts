// Libraries that a server may never need are loaded by who needs them: their text stays in memory and their code takes part of every start.

import { expect, test } from 'vitest'
import { productFiles } from './sources.ts'

/** With what a server can do without them. */
const seldom = {
  undici: 'sends mails by SMTP and calls nobody',
  nodemailer: 'is not asked to try its mail server (the pool and the encoding of heads are modules of their own)',
  'smtp-server': 'takes no returned mail',
  'postal-mime': 'shows no kept mail',
}

test.each(Object.entries(seldom))('%s is not loaded by a server that %s', (name) => {
  const atOnce = new RegExp(`^(?:import|export)\\s+(?!type\\b)[^'";]*?\\bfrom\\s+'${name}'`, 'm')
  const server = productFiles().filter(({ path }) => path.startsWith('src/'))
  expect(server.filter(({ text }) => atOnce.test(text)).map(({ path }) => path)).toEqual([])
  expect(server.some(({ text }) => text.includes(`import('${name}')`))).toBe(true)
})
