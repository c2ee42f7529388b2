// oncue doctor: on a workspace that a real server wrote, and that somebody damaged.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { readState, startApp, wallClock } from '../../src/app.ts'
import type { DoctorView } from '../../src/cli/views.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { packState } from '../../src/runtime/states/state-codec.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { newFolder, oncue as run } from './command-line.ts'

type Damage = (change: (state: SubscriberState) => void) => void
interface Workspace {
  readonly oncue: (...words: string[]) => ReturnType<typeof run>
  /** Changes what is stored about Ada behind everybody's back. */
  readonly damage: Damage
}

const definitions = `
workspace: shop
---
journey: waiting
enter: [{ on: Subscriber Added }]
steps: [{ id: stay, wait: 300d }]
---
journey: listening
enter: [{ on: Subscriber Added }]
steps: [{ id: hear, on: [{ event: Order Completed, steps: [{ id: bye, end: true }] }, { after: 300d, steps: [] }] }]
`

/** A workspace in which Ada waits twice, served until `whileRunning` has resolved. */
async function workspace(whileRunning: (workspace: Workspace) => Promise<void> = async () => {}): Promise<Workspace> {
  const folder = await newFolder()
  const [data, files] = [join(folder, 'data'), join(folder, 'definitions')]
  await mkdir(files)
  await writeFile(join(files, 'all.yaml'), definitions)
  const environment = { ONCUE_DATA: data, ONCUE_DEFINITIONS: files, PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  const oncue = (...words: string[]) => run(words, { environment })
  const damage: Damage = (change) => {
    const database = new DatabaseSync(join(data, 'workspace.db'))
    const row = database.prepare('SELECT state FROM subscriber WHERE number = 1').get() as { state: Uint8Array }
    const state = readState(row.state)
    change(state)
    database.prepare('UPDATE subscriber SET state = ?, deadline = NULL WHERE number = 1').run(packState(theEngine, state))
    database.close()
  }
  const app = await startApp(readConfiguration(environment))
  try {
    const now = wallClock().now()
    const event = { name: 'Identified', occurredAt: now, receivedAt: now, messageId: 'm1', properties: {}, traits: { email: 'ada@example.com' } }
    await app.runtime.inbox.submit([{ userId: 'ada', event }])
    await app.runtime.settle()
    await whileRunning({ oncue, damage })
  } finally {
    await app.stop()
  }
  return { oncue, damage }
}

describe('oncue doctor', () => {
  test('finds nobody stuck in a healthy workspace, also while the server runs', async () => {
    const { oncue } = await workspace(async (beside) => {
      expect(await beside.oncue('doctor')).toMatchObject({ code: 0, out: 'Looked at 1 subscribers and 2 passages: nobody is stuck.\n' })
    })
    const { code, out } = await oncue('doctor', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ subscribers: 1, enrollments: 2, outdated: 0, findings: [], repaired: [] })
  })

  test('explains who is stuck and why, and changes nothing unless asked', async () => {
    const { oncue, damage } = await workspace()
    damage((state) => {
      for (const enrollment of state.enrollments) enrollment.step = 'no-such-step'
    })
    const first = await oncue('doctor')
    expect(first.code).toBe(1)
    expect(first.out).toMatch(/^subscriber #1, passage 1, is at step no-such-step, which is not in version 1 of waiting\n/m)
    expect(first.err).toBe('Stop the server and run oncue doctor --repair to look again at them.\n')
    expect((await oncue('doctor')).out).toBe(first.out)
  })

  test('gives those back their next thing who lost it, and ends with a decision what nothing can move', async () => {
    const { oncue, damage } = await workspace()
    damage((state) => {
      const [first, ...others] = state.enrollments
      if (first !== undefined) first.step = 'no-such-step'
      for (const enrollment of others) enrollment.wakeAt = Number.POSITIVE_INFINITY
      state.deadline = Number.POSITIVE_INFINITY
    })
    const { code, out } = await oncue('doctor', '--repair', '--json')
    const view = JSON.parse(out) as DoctorView
    expect(view.findings).toEqual([])
    expect(new Set(view.repaired.map(({ what }) => what))).toContain('is at step no-such-step, which is not in version 1 of waiting')
    expect(view.enrollments).toBe(1)
    expect(code).toBe(0)
    expect((await oncue('trace', 'ada')).out).toMatch(/exited at no-such-step: it was stuck: it is at step no-such-step, which is not in version 1 of waiting/)
    expect((await oncue('doctor')).code).toBe(0)
  })

  test('repairs nothing while a server has the workspace, and says so', async () => {
    await workspace(async ({ oncue, damage }) => {
      damage((state) => {
        state.deadline = Number.POSITIVE_INFINITY
      })
      const { code, err } = await oncue('doctor', '--repair')
      expect([code, err]).toEqual([1, expect.stringMatching(/is in use by .*stop that process first/)])
    })
  })
})
