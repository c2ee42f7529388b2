// Pausing and going on as an operator meets them: the commands, the doors behind them, and the numbers before anything is sent.

import { describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../product/product.ts'
import { oncue } from './command-line.ts'

const files = {
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
  'course.yaml':
    'journey: course\nagain: always\nenter: [{ on: Signed Up }]\nsteps: [{ id: ask, on: [{ event: Ready, steps: [{ id: first, send: note }] }] }]\n',
}

async function running(): Promise<{ product: Product; run: (...words: string[]) => ReturnType<typeof oncue> }> {
  const product = await startProduct({ files })
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions, PORT: '9' }
  for (const userId of ['anna', 'bert']) {
    await product.identify(userId, { email: `${userId}@mail.example` })
    await product.track(userId, 'Signed Up')
  }
  const run = (...words: string[]) =>
    oncue([...words, ...(words[1] === 'list' || words[1] === 'show' ? [] : ['--server', product.app.address])], { environment })
  return { product, run }
}

describe('oncue journey pause and resume', () => {
  test('hold a journey, say what going on means, and go on only with --yes when messages are ready', async () => {
    const { product, run } = await running()
    expect(await run('journey', 'pause', 'course', '--because', 'a wrong price')).toMatchObject({ code: 0, out: expect.stringMatching(/^Paused: course\./) })
    await product.track('anna', 'Ready')
    await product.track('anna', 'Signed Up')
    expect(await product.mails()).toEqual([])
    expect((await run('journey', 'list')).out).toMatch(/course +1 +paused +2 +2/)
    expect((await run('journey', 'show', 'course')).out).toMatch(/^Paused since \S+Z by an admin: a wrong price\n/)
    const preview = await run('journey', 'resume', 'course', '--catch-up', '--preview')
    expect(preview.out).toContain('catch-up: 2 inside, 1 move on at once, 0 leave; messages ready at once: 1.')
    expect(preview.out).toMatch(/ask +2 +1 +0 +0/)
    expect(await run('journey', 'resume', 'course', '--catch-up')).toMatchObject({
      code: 1,
      err: expect.stringContaining('1 message is ready at once, so nothing was done; add --yes to go on'),
    })
    expect(await product.mails()).toEqual([])
    const json = JSON.parse((await run('journey', 'resume', 'course', '--catch-up', '--yes', '--json')).out)
    expect(json).toMatchObject({ preview: { journey: 'course', mode: 'catch-up', people: 2, moving: 1, messages: 1 }, resumed: true })
    expect((await product.mails()).map(({ to }) => to)).toEqual(['anna@mail.example'])
    expect((await run('journey', 'resume', 'course', '--shift')).err).toContain('The journey course is not paused')
  })

  test('say clearly what they cannot do', async () => {
    const { run } = await running()
    expect((await run('journey', 'resume', 'course')).err).toContain('name exactly one of --shift, --catch-up and --drop-stale')
    expect((await run('journey', 'pause', 'curse', '--because', 'x')).err).toContain('There is no journey curse; there are: course.')
    await run('journey', 'pause', 'course', '--because', 'x')
    expect((await run('journey', 'pause', 'course', '--because', 'y')).err).toContain('The journey course is paused already: x.')
  })
})
