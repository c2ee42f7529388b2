// A backtest of the shop's journeys in a process of its own, so that it can be given one core or all of them. Arguments: the file, the number of threads.
// Prints the seconds that it took by the clock, what was loaded before not counted.

// Threads of a backtest start from the bundle, as they do wherever the product runs.
import '../test/threads-from-bundle.ts'
import { runBacktest } from './run-backtest.ts'
import { shopDefinitions } from './workload.ts'

const [path = '', threads = '1'] = process.argv.slice(2)
const { seconds } = await runBacktest(path, shopDefinitions(), Number(threads))
process.stdout.write(String(seconds))
