// How a popup looks. It follows the page's own color-scheme, and the page may set --oncue-accent, --oncue-on-accent, --oncue-background,
// --oncue-color, --oncue-radius and --oncue-font.

export const popupStyles = `:host{all:initial!important;color-scheme:inherit!important}
*{box-sizing:border-box}
.c{position:fixed;z-index:2147483647;inset:auto 20px 20px auto;width:360px;max-width:calc(100vw - 24px);max-height:calc(100dvh - 24px);overflow:auto;margin:0;padding:0;border:1px solid #8884;border-radius:var(--oncue-radius,14px);background:var(--oncue-background,light-dark(#fff,#1d1f23));color:var(--oncue-color,light-dark(#17181b,#f2f3f5));box-shadow:0 12px 40px #0003;font:16px/1.5 var(--oncue-font,system-ui,sans-serif);overflow-wrap:break-word}
.bottom-left{inset:auto auto 20px 20px}
.top,.bottom{inset:auto 0 20px;margin:0 auto;width:680px}
.top{inset:20px 0 auto}
.center{inset:0;margin:auto;width:440px;height:fit-content}
::backdrop{background:#0008}
img{display:block;width:100%;max-height:240px;object-fit:cover}
.b{padding:22px 24px 24px}
h2{margin:0 28px 0 0;font-size:19px;line-height:1.3}
p{margin:8px 0 0;white-space:pre-line}
a{display:block;margin-top:18px;padding:11px 18px;border-radius:10px;background:var(--oncue-accent,#1d4ed8);color:var(--oncue-on-accent,#fff);font-weight:600;text-align:center;text-decoration:none}
button{position:absolute;inset:8px 8px auto auto;width:36px;height:36px;padding:0;border:0;border-radius:50%;background:none;color:inherit;font:24px/1 sans-serif;cursor:pointer}
button:hover{background:#8883}
.i button{background:#000a;color:#fff}
:focus-visible{outline:3px solid light-dark(#1d4ed8,#93b4ff);outline-offset:2px}
@media(min-width:700px){.top .b,.bottom .b{display:grid;grid-template-columns:1fr auto;column-gap:24px;align-items:center;padding-right:56px}.top a,.bottom a{grid-area:1/2/3;margin:0}}
@media(max-width:480px){.c:not(.center){inset:auto 12px 12px;width:auto}.top.c{inset:12px 12px auto}}
@media(prefers-reduced-motion:no-preference){.c{animation:o .24s}@keyframes o{from{opacity:0;translate:0 12px}}}`
