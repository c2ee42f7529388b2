// The router: the pages of all areas below one frame, each fetched with its words before it is shown. It knows no page by name but the one to sign in.

import { type AnyRoute, createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { knock } from '../client/connection.ts'
import { unreachable } from '../client/problem.ts'
import { askAhead } from '../client/use-ask.ts'
import { lazy } from '../kit/lazy.ts'
import { isPartMissing } from '../kit/outdated.ts'
import { loadWords, registerWords, useWords } from '../words/words.ts'
import type { Area, Page } from './area.ts'
import { areas } from './areas.ts'
import { Frame } from './frame.tsx'
import { ProblemPage } from './problem-page.tsx'

const NotFoundPage = lazy(async () => ({ default: (await import('./not-found-page.tsx')).NotFoundPage }))
const root = createRootRoute({ component: Outlet, notFoundComponent: FramedNotFound, errorComponent: ProblemPage })
const framed = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  notFoundComponent: NotFoundPage,
  loader() {
    void askAhead('GET /session', {})
    void askAhead('GET /workspace', {})
    void askAhead('GET /stops', {})
  },
})

const signIn: Page = { path: '/sign-in', frame: 'bare', load: () => import('./sign-in-page.tsx').then((it) => it.SignInPage) }
const shellArea: Area = { name: 'shell', words: {}, pages: [signIn] }

const never = Number.POSITIVE_INFINITY

/** Stands in the frame until the first page is there. Nothing moves, which would take time from the page. */
function PageToCome() {
  const say = useWords('kit')
  return (
    <p role="status" className="sr-only">
      {say('loading')}
    </p>
  )
}

/** An address that no page has. */
function FramedNotFound() {
  return (
    <Frame>
      <NotFoundPage />
    </Frame>
  )
}

/** Makes the router of all areas. */
export function createAppRouter() {
  const bare: AnyRoute[] = []
  const inFrame: AnyRoute[] = []
  for (const area of [shellArea, ...areas]) {
    if (area !== shellArea) registerWords(area.name, area.words)
    for (const page of area.pages) {
      if (page.frame === 'bare') bare.push(routeOf(area, page, root))
      else inFrame.push(routeOf(area, page, framed))
    }
  }
  const router = createRouter({
    routeTree: root.addChildren([framed.addChildren(inFrame), ...bare]),
    basepath: '/console',
    // Plain texts, as people write and share them.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]]))).toString()
      return text === '' ? '' : `?${text}`
    },
    // The frame is shown before its first page is there; later the page of before stays until the next can be shown. Nobody sees it who has to sign in first.
    defaultPendingMs: 'signedOut' in document.documentElement.dataset ? never : 0,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: ProblemPage,
    defaultNotFoundComponent: NotFoundPage,
  })
  const stop = router.subscribe('onResolved', () => {
    stop()
    router.update({ ...router.options, defaultPendingMs: never })
  })
  // What led here may be gone with its page, and with it the focus: whoever works by keyboard goes on where the new page begins.
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation === undefined || !pathChanged || document.activeElement !== document.body) return
    document.getElementById('page')?.focus({ preventScroll: true })
  })
  return router
}

function routeOf(area: Area, page: Page, parent: AnyRoute): AnyRoute {
  const route = createRoute({
    getParentRoute: () => parent,
    path: page.path,
    loaderDeps: ({ search }) => (page.prepare === undefined ? {} : { search: search as Record<string, string> }),
    loader({ deps, params }) {
      // On a slow line what is asked for first is there first, and nothing of the page is shown without its words.
      const words = fetched(() => loadWords(area.name))
      page.prepare?.({ search: (deps as { search?: Record<string, string> }).search ?? {}, params: params as Record<string, string> })
      return words
    },
    ...(page.frame === 'bare' ? {} : { pendingComponent: PageToCome }),
    component: lazyRouteComponent(async () => ({ default: await fetched(page.load) }), 'default'),
  })
  return page.inside === undefined ? route : route.addChildren(page.inside.map((one) => routeOf(area, one, route)))
}

/** What cannot be fetched because the server is away says so. As a part that is missing, the router would load the whole tab anew, into nothing. */
function fetched<Thing>(load: () => Promise<Thing>): Promise<Thing> {
  return load().catch(async (error: unknown) => {
    throw isPartMissing(error) && !(await knock()) ? unreachable() : error
  })
}
