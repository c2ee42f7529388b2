// How V8 places what a backtest makes. Where most of what a line of code made lived on for a while, V8 makes the rest of it among the old objects at once. A
// backtest begins by making people, who live on, and then wakes and decides one after the other by the same lines, which is garbage a moment later: as old
// objects it stayed until the heap had grown to four times what lives, so what a backtest held grew with its length.

import { setFlagsFromString } from 'node:v8'

let working = 0

/** While the work goes on everything begins young, in all threads of the process; after the last of several works as before, however they ended. */
export async function keepingYoung<Result>(work: () => Promise<Result>, setFlag: (flag: string) => void = setFlagsFromString): Promise<Result> {
  working += 1
  if (working === 1) setFlag('--no-allocation-site-pretenuring')
  try {
    return await work()
  } finally {
    working -= 1
    if (working === 0) setFlag('--allocation-site-pretenuring')
  }
}
