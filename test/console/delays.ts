// Slow days for tests of the console: with ONCUE_TEST_DELAYS=1 (a seed) each question of a page goes out late and its answer arrives late, each by its own while, so that
// answers overtake each other; with an even seed the page itself computes at a quarter of its speed. What a test or a page takes for granted comes to light.

import type { BrowserContext } from 'playwright-core'

const seed = process.env.ONCUE_TEST_DELAYS

/** Makes the pages of a context slow when that is asked for; nothing otherwise. */
export async function slowDown(context: BrowserContext): Promise<void> {
  if (seed === undefined) return
  await context.addInitScript(`(${lateAnswers})(${Number(seed)})`)
  if (Number(seed) % 2 !== 0) return
  context.on('page', (page) => {
    void context
      .newCDPSession(page)
      .then((session) => session.send('Emulation.setCPUThrottlingRate', { rate: 4 }))
      .catch(() => undefined)
  })
}

/** Runs in the page. A question waits before it goes out and its answer before it is given, up to 0.4 seconds each; chance is a hash of seed, address and turn. */
const lateAnswers = `(seed) => {
  const ask = globalThis.fetch
  let turn = 0
  const late = (about) => {
    let hash = seed
    for (const letter of about + ' ' + turn++) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0
    const ms = hash % 3 === 0 ? 0 : (hash >>> 8) % 400
    return new Promise((arrive) => setTimeout(arrive, ms))
  }
  globalThis.fetch = async (...question) => {
    const address = String(question[0]?.url ?? question[0])
    await late(address)
    const answer = await ask(...question)
    await late(address)
    return answer
  }
}`
