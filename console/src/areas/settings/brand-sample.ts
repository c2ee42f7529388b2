// A mail that shows every color and font of a brand, for looking at it; and the colors that hold where none is said. It is sent to nobody.

/** As the server fills them in. */
export const usualColors = {
  colors: {
    ...{ accent: '#2f4bd8', onAccent: '#ffffff', link: '#2f4bd8', ground: '#f3f4f7', card: '#ffffff' },
    ...{ ink: '#171a21', soft: '#5b6271', line: '#e3e6ec', tint: '#eef1fb' },
  },
  dark: {
    ...{ accent: '#9db0ff', onAccent: '#10142a', link: '#9db0ff', ground: '#101217', card: '#191c23' },
    ...{ ink: '#eef0f5', soft: '#a9b0be', line: '#2d323d', tint: '#232733' },
  },
} as const

export const sampleName = 'oncue-brand-sample'

export interface SampleWords {
  readonly subject: string
  readonly heading: string
  readonly text: string
  readonly link: string
  readonly button: string
  readonly tint: string
  readonly small: string
}

/** The file of the sample, in the words of whoever looks. */
export function sampleFile(words: SampleWords): string {
  const html = `<!doctype html><html><head><meta name="color-scheme" content="light dark"><style>
.ground { background: {{ brand.colors.ground }} } .card { background: {{ brand.colors.card }}; border: 1px solid {{ brand.colors.line }} }
.ink { color: {{ brand.colors.ink }} } .soft { color: {{ brand.colors.soft }} } .link { color: {{ brand.colors.link }} }
.button { background: {{ brand.colors.accent }}; color: {{ brand.colors.onAccent }} } .tint { background: {{ brand.colors.tint }} } .line { border-top: 1px solid {{ brand.colors.line }} }
.night { display: none }
@media (prefers-color-scheme: dark) {
.ground { background: {{ brand.dark.ground }} } .card { background: {{ brand.dark.card }}; border-color: {{ brand.dark.line }} }
.ink { color: {{ brand.dark.ink }} } .soft { color: {{ brand.dark.soft }} } .link { color: {{ brand.dark.link }} }
.button { background: {{ brand.dark.accent }}; color: {{ brand.dark.onAccent }} } .tint { background: {{ brand.dark.tint }} } .line { border-color: {{ brand.dark.line }} }
{% if brand.logo.dark != '' %}.day { display: none } .night { display: inline }{% endif %}
}
</style></head>
<body class="ground" style="margin:0;padding:24px 12px">
<div class="card" style="max-width:440px;margin:0 auto;border-radius:10px;padding:24px">
{% if brand.logo.src != '' %}<img class="day" src="{{ brand.logo.src }}" width="{{ brand.logo.width }}" alt="{{ brand.name | escape }}" style="display:block">{% if brand.logo.dark != '' %}<img class="night" src="{{ brand.logo.dark }}" width="{{ brand.logo.width }}" alt="{{ brand.name | escape }}">{% endif %}{% else %}<div class="ink" style="font:600 18px {{ brand.fonts.heading }}">{{ brand.name | escape }}</div>{% endif %}
<h1 class="ink" style="font:600 24px/1.25 {{ brand.fonts.heading }};margin:20px 0 8px">${words.heading}</h1>
<p class="ink" style="font:16px/1.5 {{ brand.fonts.body }};margin:0 0 16px">${words.text} <a class="link" href="https://example.com/">${words.link}</a></p>
<p style="margin:0 0 20px"><a class="button" href="https://example.com/" style="display:inline-block;font:600 16px {{ brand.fonts.body }};padding:12px 20px;border-radius:8px;text-decoration:none">${words.button}</a></p>
<div class="tint ink" style="font:15px/1.5 {{ brand.fonts.body }};border-radius:8px;padding:14px">${words.tint}</div>
<p class="soft line" style="font:13px/1.5 {{ brand.fonts.body }};margin:20px 0 0;padding-top:14px">${words.small}<br>{{ workspace.address | escape }}</p>
</div></body></html>`
  return `${JSON.stringify({ template: sampleName, subject: words.subject, html })}\n`
}
