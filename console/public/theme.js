// Sets light or dark before the first paint, so that nothing flashes. A file of its own, because no script may stand in the page itself.
// console/src/shell/theme.ts changes the choice later; nothing else belongs here.
;(() => {
  let chosen = 'system'
  try {
    chosen = localStorage.getItem('oncue.theme') ?? 'system'
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', isDark)
})()
