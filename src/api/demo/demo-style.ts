// How the demo shop looks, and what its one script does: the banner that asks, and who somebody says they are at the checkout.

export const demoStyle = `
:root { --accent: #1f5f4a; --on-accent: #fff; } @media (prefers-color-scheme: dark) { :root { --accent: #7cc4a5; --on-accent: #0d1f18; } }
header, main, footer { max-width: 1080px; margin: 0 auto; padding: 20px 24px; }
header { display: flex; justify-content: space-between; align-items: center; border-bottom: 1px solid var(--line); }
.name { font-weight: 700; font-size: 20px; letter-spacing: -.01em; color: var(--ink); text-decoration: none; }
.cart { color: var(--ink); text-decoration: none; padding: 8px 0; } .cart b { background: var(--accent); color: var(--on-accent); border-radius: 99px; padding: 2px 9px; font-size: 14px; }
.sign-up { max-width: 1080px; margin: 0 auto; padding: 14px 24px; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; } .sign-up[hidden] { display: none; } .sign-up p { flex: 1 1 200px; margin: 0; } .sign-up input { flex: 0 1 180px; min-width: 0; width: 120px; padding: 8px 12px; } .sign-up button { padding: 9px 18px; }
h1 { font-size: 32px; line-height: 1.2; letter-spacing: -.02em; margin: 20px 0; text-wrap: balance; }
nav { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 24px; }
nav a { padding: 7px 14px; border: 1px solid var(--line); border-radius: 99px; color: var(--ink); text-decoration: none; background: var(--card); }
nav a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
ul { list-style: none; padding: 0; }
.products { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 28px 20px; }
.products a { color: inherit; text-decoration: none; } .products span { display: block; margin-top: 10px; font-weight: 600; line-height: 1.35; }
.products small { display: block; color: var(--soft); } img { display: block; width: 100%; height: auto; border-radius: 14px; background: #fff; object-fit: cover; aspect-ratio: 1; }
.product { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 20px 48px; align-items: start; padding-top: 40px; }
.product h1 { margin: 8px 0; } .price { font-size: 22px; font-weight: 600; margin: 0 0 16px; }
.narrow { max-width: 680px; }
button, .button { display: inline-block; font: inherit; font-weight: 600; padding: 11px 22px; border: 0; border-radius: 10px; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
.product button { margin-top: 24px; }
.quiet, footer button, #ask button + button { background: none; color: inherit; box-shadow: inset 0 0 0 1px var(--line); padding: 8px 14px; font-weight: 400; }
.lines li { display: flex; align-items: center; gap: 16px; padding: 14px 0; border-bottom: 1px solid var(--line); } .lines img { width: 72px; } .lines span { flex: 1; min-width: 0; }
.lines small { display: block; color: var(--soft); } .total { margin: 20px 0; font-size: 18px; text-align: right; }
.gone { margin: 24px 0 8px; } .product .stock-alert button { margin: 0; } .stock-alert { display: flex; flex-wrap: wrap; gap: 8px; } .stock-alert[hidden] { display: none; } .stock-alert input { flex: 1 1 180px; min-width: 0; }
.fields { display: grid; gap: 16px; margin-top: 24px; } label { display: grid; gap: 6px; font-weight: 600; }
input { font: inherit; padding: 10px 12px; border: 1px solid var(--soft); border-radius: 10px; background: var(--card); color: inherit; }
footer { display: flex; flex-wrap: wrap; gap: 12px; justify-content: space-between; align-items: center; margin-top: 60px; padding-bottom: 120px; color: var(--soft); border-top: 1px solid var(--line); font-size: 15px; }
#ask { position: fixed; inset: auto 16px 16px; margin: 0 auto; max-width: 760px; display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; justify-content: space-between; padding: 16px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 10px 40px rgb(0 0 0 / 18%); }
#ask[hidden] { display: none; } #ask div { display: flex; gap: 10px; } #ask p { flex: 1 1 300px; }
`

export const demoScript = `// The demo shop's own script: a banner that asks, and who somebody says they are at the checkout.
window.oncue = window.oncue || []
const ask = document.getElementById('ask')
ask.hidden = localStorage.getItem('demo-privacy') !== null
document.addEventListener('click', ({ target }) => {
  const { answer, ask: again } = target.dataset
  if (again !== undefined) {
    // On a phone the panel lies over the shop.
    const open = document.getElementById('open-panel')
    if (open.getAttribute('aria-expanded') === 'true') open.click()
    ask.hidden = false
    target.hidden = true
    ask.querySelector('button').focus()
  }
  if (!answer) return
  localStorage.setItem('demo-privacy', answer)
  oncue.push(['consent', answer === 'yes'])
  ask.hidden = true
  document.getElementById('ask-first').hidden = true
})
document.addEventListener('submit', (event) => {
  const { target } = event
  if (!('introduces' in target.dataset)) return
  // The forms of the newsletter and of what is sold out stay on their page.
  const isStaying = target.dataset.introduces === 'stays'
  if (isStaying) event.preventDefault()
  // Without a yes nothing is kept, and a form that goes away would say otherwise.
  if (isStaying && localStorage.getItem('demo-privacy') !== 'yes') {
    ask.hidden = document.getElementById('ask-first').hidden = false
    ask.querySelector('button').focus()
    return
  }
  const { email, first_name } = Object.fromEntries(new FormData(target))
  if (email) oncue.push(['identify', first_name ? { email, first_name } : { email }])
  if (!isStaying) return
  target.hidden = true
  const asked = target.parentElement.querySelector('.asked')
  if (asked) asked.textContent = 'We will write to you once, as soon as it is back.'
}, true)
`
