// What has to be done before the scripts of the console are there. A file of its own, because no script may stand in the page itself; nothing else belongs here.
// Sets light or dark before the first paint, so that nothing flashes; console/src/shell/theme.ts changes the choice later. And fetches what the page of this address is
// made of, which the server has named, once the first of the large scripts is there: it comes while the others come and run.
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
})()
