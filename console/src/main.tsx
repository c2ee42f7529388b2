// Where the console begins: words, answers, router. It decides nothing.

import './app.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { whenConsoleIsNamed, whenSignedOut } from './client/ask.ts'
import { forgetEarly } from './client/asked-early.ts'
import { whenBack } from './client/connection.ts'
import { answers } from './client/use-ask.ts'
import { after } from './kit/clock.ts'
import { noteOutdated } from './kit/outdated.ts'
import { createAppRouter } from './shell/app-router.tsx'
import { hadSession } from './shell/session.ts'
import { hasWords, loadWords, registerWords, startWords } from './words/words.ts'

registerWords('kit', import.meta.glob('./words/*.json', { base: './kit' }))
registerWords('shell', import.meta.glob('./words/*.json', { base: './shell' }))
const router = createAppRouter()
whenSignedOut(() => {
  const { pathname, searchStr } = router.state.location
  const ended = hadSession() ? '&ended=yes' : ''
  if (pathname !== '/sign-in') void router.navigate({ href: `/sign-in?to=${encodeURIComponent(`${pathname}${searchStr}`)}${ended}` })
})
const { build: own } = document.documentElement.dataset
whenConsoleIsNamed((build) => {
  if (own !== undefined && build !== own) noteOutdated()
})
whenBack(() => {
  void answers.invalidateQueries()
  void router.invalidate()
})
// As long as an answer that was kept counts as fresh.
after(10_000, forgetEarly)
startWords()
// The first page and what it asks for come at the same time as the words, where the page has not brought those.
void router.load()
const words = Promise.all([loadWords('kit'), loadWords('shell')])
if (hasWords('kit') && hasWords('shell')) show()
else void words.then(show)

function show(): void {
  const root = document.getElementById('root')
  if (root === null) return
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={answers}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
