// The entry of the reading desk's thread: opens the store for reading and answers what it is asked, several things by turns.

import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { Store } from '../../runtime/store.ts'
import { packError } from '../../runtime/writing/thread-messages.ts'
import type { FromDesk, ToDesk, ToDeskThread } from './desk-messages.ts'
import { ReadingDesk } from './reading-desk.ts'

if (!isMainThread && parentPort !== null) void run(parentPort, workerData as ToDeskThread)

async function run(port: NonNullable<typeof parentPort>, { thread }: ToDeskThread): Promise<void> {
  const tell = (message: FromDesk): void => port.postMessage(message)
  try {
    const module = (await import(thread.storeModule)) as Record<string, (options: unknown) => Promise<Store>>
    const store = await module[thread.openStore]?.({ ...thread.storeOptions, readOnly: true })
    if (store === undefined) throw new Error(`${thread.storeModule} does not export ${thread.openStore}`)
    serve(port, store, tell)
  } catch (error) {
    tell({ kind: 'failed start', error: packError(error) })
  }
}

function serve(port: NonNullable<typeof parentPort>, store: Store, tell: (message: FromDesk) => void): void {
  const desk = new ReadingDesk(store)
  const stopped = new Set<number>()
  const working = new Set<Promise<void>>()
  let isRehearsed = false
  /** There is time when nobody waits, until somebody asked in earnest. */
  const mayGoOn = async (): Promise<boolean> => {
    while (working.size > 0) await Promise.allSettled(working)
    return !isRehearsed
  }
  const workOn = async (id: number, answer: () => Promise<unknown>): Promise<void> => {
    try {
      tell({ kind: 'answer', id, value: await answer() })
    } catch (error) {
      tell({ kind: 'failure', id, error: packError(error) })
    } finally {
      stopped.delete(id)
    }
  }
  const begin = (id: number, answer: () => Promise<unknown>): void => {
    const work = workOn(id, answer)
    working.add(work)
    void work.then(() => working.delete(work))
  }
  port.on('message', (message: ToDesk) => {
    switch (message.kind) {
      case 'rehearse':
        // Whatever is wrong with it, whoever asks is told.
        return void desk.rehearse({ now: message.now, mayGoOn }).catch(() => {})
      case 'count': {
        const { id, question } = message
        const callbacks = {
          onEstimate: (count: Extract<FromDesk, { kind: 'estimate' }>['count']) => tell({ kind: 'estimate', id, count }),
          onAsked: (people: number, share: number) => tell({ kind: 'asked', id, people, share }),
          isOver: () => stopped.has(id),
        }
        return begin(id, () => desk.count(question, callbacks))
      }
      case 'stop':
        return void stopped.add(message.id)
      case 'ask':
        isRehearsed ||= message.what === 'why'
        return begin(message.id, () => desk[message.what](message.question as never))
      case 'awake?':
        return tell({ kind: 'awake' })
      case 'end':
        isRehearsed = true
        port.close()
        return void store.close()
    }
  })
}
