// Collects what a backtest beside a server leaves behind before V8 would, which lets a heap grow to four times what lives in it: nobody waits for such a
// backtest, and what it holds comes on top of what the server holds.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Less in use is not worth collecting. */
const leastBytes = 64_000_000
/** In use, as a multiple of what lived the last time. */
const growth = 1.6

/** To be told now and then how many bytes of this thread's heap are in use. */
export function collectingOften(): (bytesInUse: number) => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let most = leastBytes
  return (bytesInUse) => {
    if (bytesInUse <= most) return
    collect()
    most = Math.max(leastBytes, growth * process.memoryUsage().heapUsed)
  }
}
