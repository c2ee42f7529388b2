// What has to be done before the scripts of the console are there. A file of its own, because no script may stand in the page itself; nothing else belongs here.
// Sets light or dark before the first paint, so that nothing flashes; console/src/shell/theme.ts changes the choice later. And fetches what the page of this address is
// made of, which the server has named, once the first of the large scripts is there: it comes while the others come and run. What the page will ask the server is asked
// for at once; console/src/client/asked-early.ts hands the answers out.
;(() => {
  let chosen = 'system'
  try {
    chosen = localStorage.getItem('oncue.theme') ?? 'system'
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', isDark)
  const fetchParts = ({ target }) => {
    for (const href of target.dataset?.then?.split(' ') ?? [])
      document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', crossOrigin: '', fetchPriority: 'low', href }))
  }
  document.addEventListener('load', fetchParts, true)
  const ask = ([path, body]) => {
    const own = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = fetch(`/admin/v1${path}`, { ...own, headers: { accept: 'application/json', 'x-oncue-page': '1', ...type }, credentials: 'same-origin' })
    // Whoever wanted it asks again.
    answer.catch(() => undefined)
    return [`/admin/v1${path} ${own.body ?? ''}`, answer]
  }
  // The first number and the first time that a browser writes cost it 20 to 40 ms each, all others nothing: while the line brings the scripts it has nothing else to do.
  globalThis.requestIdleCallback?.(() => {
    new Intl.NumberFormat().format(1000)
    new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(0)
  })
  globalThis.oncueAsked = new Map(JSON.parse(document.documentElement.dataset.asks ?? '[]').map(ask))
})()
