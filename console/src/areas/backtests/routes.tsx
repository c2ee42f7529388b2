// Backtests: what a draft would have done over what really happened, held against what is in force. Beginning one, watching it, and its report.

import { History } from 'lucide-react'
import { defineArea } from '../../shell/area.ts'
import { withDecisions } from '../decisions/with-decisions.ts'

export const area = defineArea({
  name: 'backtests',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/backtests', icon: History, order: 140 },
  pages: [
    { path: '/backtests', load: () => import('./backtests-page.tsx').then((it) => it.BacktestsPage) },
    { path: '/backtests/$id', load: () => withDecisions(import('./backtest-page.tsx').then((it) => it.BacktestPage)) },
  ],
})
