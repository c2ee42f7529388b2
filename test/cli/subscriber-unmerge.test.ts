// oncue subscriber unmerge: lists, shows and takes back, through a running server.

import { expect, test } from 'vitest'
import { startProduct } from '../product/product.ts'
import { oncue } from './command-line.ts'

test('a merge is listed, shown and taken back on the command line', async () => {
  const product = await startProduct()
  const run = (...words: string[]) =>
    oncue([...words, '--server', product.app.address], { environment: { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions } })
  await product.identify('ann', { plan: 'gold' })
  await product.identify('bob', { city: 'Bonn' })
  expect((await run('subscriber', 'unmerge', 'ann')).out).toMatch(/^Nobody was merged right into #\d+\.\n$/)
  expect((await product.post('/v1/alias', { userId: 'ann', previousId: 'bob' })).status).toBe(200)
  const listed = (await run('subscriber', 'unmerge', 'ann')).out
  const from = /^#(\d+) was merged in at \S+Z: an alias said that they are the same\n/.exec(listed)?.[1] ?? ''
  expect(listed).toContain(`--from ${from}\n`)
  const shown = (await run('subscriber', 'unmerge', 'ann', '--from', from)).out
  expect(shown).toMatch(
    new RegExp(
      `ids +ann\\n +attributes plan "gold"[\\s\\S]*#${from}\\n +ids +bob[\\s\\S]*attributes city "Bonn"[\\s\\S]*Nothing was changed; --yes does it\\.\\n$`,
    ),
  )
  expect(await run('subscriber', 'unmerge', 'ann', '--from', from, '--yes')).toMatchObject({ code: 2, err: expect.stringContaining('it is not said why') })
  expect((await run('subscriber', 'unmerge', 'ann', '--from', 'x')).err).toContain('--from x is no number')
  expect((await run('subscriber', 'unmerge', 'ann', '--from', from, '--yes', '--because', 'two people')).out).toContain('They are two people again.')
  expect((await run('subscriber', 'unmerge', 'bob', '--json')).out).toContain(`"subscriber": ${from}`)
  expect((await run('subscriber', 'unmerge', 'ann', '--from', from)).err).toContain('was not merged right into')
})
