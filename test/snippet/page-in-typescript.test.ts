// The types that the package publishes with the script: what is right compiles, what is wrong does not.

import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readSiteScript } from '../../src/site-script/site-script.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const page = `
import { load, type Oncue } from 'oncue/snippet'

const oncue: Oncue = load({ key: 'web_1', endpoint: 'https://events.shop.example', consent: 'ask' })
oncue.track('Review Written', { stars: 5, tags: ['mug'] })
oncue.identify('u-17', { email: 'ann@example.com' }, { userHash: 'a'.repeat(64) })
oncue.identify({ plan: 'pro' })
oncue.productAdded({ product_id: 'mug', price: 14, color: 'red' })
const state: 'given' | 'refused' | 'unknown' = oncue.consent(true)
const answer: { ok: boolean } = await oncue.subscribe({ email: 'ann@example.com', topics: ['news'] })
window.oncue.push(['track', 'Early'], ['consent', true], ['identify', 'u-17'])
export const id: string | undefined = oncue.visitor()?.anonymousId
export { state, answer }

// @ts-expect-error there is no such mode
load({ key: 'web_1', endpoint: 'https://events.shop.example', consent: 'perhaps' })
// @ts-expect-error a price is a number
oncue.productAdded({ product_id: 'mug', price: '14' })
// @ts-expect-error there is no such call
window.oncue.push(['follow', 'Early'])
// @ts-expect-error a function cannot travel
oncue.track('Review Written', { stars: () => 5 })
`

test('a page in TypeScript is checked', async () => {
  await readSiteScript()
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/oncue'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'page.ts'), page)
  const compilerOptions = { strict: true, noEmit: true, target: 'es2022', module: 'nodenext', lib: ['es2022', 'dom'], types: [] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }))
  const said = await promisify(execFile)('node_modules/.bin/tsc', ['-p', folder]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
  expect(said).toBe('')
})
