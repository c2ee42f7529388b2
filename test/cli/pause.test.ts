// Pausing and going on as an operator meets them: the commands, the doors behind them, and the numbers before anything is sent.

import { describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../product/product.ts'
import { oncue } from './command-line.ts'

const files = {
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
  'newsletter.yaml':
    'journey: newsletter\nenter: [{ at: 2026-01-05 13:00, zone: UTC }]\nsteps: [{ id: subject, split: [{ variant: plain, steps: [{ send: note }] }, { variant: bold, steps: [{ send: note }] }], trial: { share: 20, for: 4h, by: hand, otherwise: plain } }]\n',
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
    oncue([...words, ...(words[1] === 'list' || words[1] === 'show' || words[0] === 'audit' ? [] : ['--server', product.app.address])], { environment })
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
    expect((await run('journey', 'pause', 'curse', '--because', 'x')).err).toContain('There is no journey curse; there are: course, newsletter.')
    await run('journey', 'pause', 'course', '--because', 'x')
    expect((await run('journey', 'pause', 'course', '--because', 'y')).err).toContain('The journey course is paused already: x.')
    // A winner is chosen for those who wait in a trial, and the journey says who chose.
    expect((await run('journey', 'winner', 'course', 'bold')).err).toContain('The journey course has no trial in which anybody waits for a winner.')
    expect((await run('journey', 'winner', 'newsletter', 'brave')).err).toContain('The trial has no variant brave; there are: plain, bold.')
    expect(await run('journey', 'winner', 'newsletter', 'bold')).toMatchObject({ code: 0, out: 'Chosen for newsletter: bold, for 0 who waited.\n' })
    expect((await run('journey', 'show', 'newsletter')).out).toMatch(/subject: bold for the others since \S+ \(chosen by hand\): 0 got theirs, 0 wait/)
  })
})

describe('oncue guard', () => {
  test('allows more for a while, shows it while it holds, ends it, and leaves who and why in the log of changes', async () => {
    const { product, run } = await running()
    const allow = (...words: string[]) => run('guard', 'allow', 'course', '--because', 'Black Friday', ...words)
    const on = async (...words: string[]) => (await run('guard', ...words, '--server', product.app.address)).out
    const [entered] = await product.decisions('anna')
    const until = new Date((entered?.at ?? 0) + 5 * 86_400_000).toISOString()
    expect((await allow('--times', '5', '--until', until)).out).toBe(
      `course: 5 times what its guard would let pass otherwise, until ${until}: Black Friday (this machine)\n`,
    )
    expect(await on('list')).toContain('course: 5 times')
    const [line] = JSON.parse((await run('audit', '--json')).out).entries
    expect(line).toMatchObject({ admin: 'this machine', did: 'allowMore' })
    expect(line.details).toMatchObject({ journey: 'course', times: 5, because: 'Black Friday' })
    // A paused journey stays paused, and says so.
    await run('journey', 'pause', 'course', '--because', 'a look')
    const again = await allow('--times', '9', '--until', `${until.slice(0, 10)}T23:59`)
    expect(again.out).toMatch(/^course: 9 times .*\nIt is still paused: `oncue journey resume course --catch-up --preview`/)
    expect((await run('guard', 'end', 'course')).out).toBe('Ended: what is usual holds again for course.\n')
    expect(await on('list')).toBe('What is usual holds for every journey.\n')
    expect((await run('guard', 'end', 'course')).err).toContain('Nothing more than usual is allowed for course.')
  })

  test('says what it cannot take', async () => {
    const { run } = await running()
    const refused = async (journey: string, times: string, until: string) =>
      (await run('guard', 'allow', journey, '--times', times, '--until', until, '--because', 'x')).err
    expect(await refused('curse', '5', '2999-01-01T00:00')).toContain('There is no journey curse in force; there are: course, newsletter.')
    expect(await refused('course', '1', '2999-01-01T00:00')).toContain('--times "1" is no whole number from 2 to 1000')
    expect(await refused('course', '5', 'friday')).toContain('"friday" is no instant: write 2026-11-27T23:59')
    expect(await refused('course', '5', '2020-01-01T00:00')).toContain('2020-01-01T00:00:00.000Z is over')
    expect(await refused('course', '5', '2999-01-01T00:00')).toContain('more than 92 days ahead')
  })
})
