// The mail that asks whether an address is its owner's and mail is wanted there, for workspaces that have no template of their own for it. It says who
// asks, what for, and that doing nothing is an answer too, in the words of the pages for readers. Nothing that a stranger typed into the form stands in it.

import type { Template } from '../../model/definitions.ts'
import type { OwnPages, PageWord } from '../../model/page-words.ts'
import { type ReaderWords, readerWords } from '../../model/reader-words.ts'

/** The question in the first of these languages ("de-AT") that the workspace or Oncue speaks, else in English. */
export function optInMail(template: string, own: OwnPages | undefined, locales: readonly (string | undefined)[]): Template {
  const words = readerWords(own, ...locales)
  const say = (word: PageWord): string => liquid(words.say(word, { workspace: senderHere }))
  return {
    template: `${template} (${words.language})`,
    subject: say('mail-subject'),
    preheader: say('mail-preheader'),
    html: optInPage(words, {
      sender: '{{ workspace.sender }}',
      topics: '{% for topic in topics %}<li><bdi>{{ topic }}</bdi></li>\n{% endfor %}',
      confirmUrl: '{{ confirm_url }}',
      address: '{{ workspace.address | default: workspace.sender }}',
    }),
    text: textOf(say),
  }
}

/** What is filled in, as markup. */
export interface OptInParts {
  readonly sender: string
  /** Entries of a list. */
  readonly topics: string
  readonly confirmUrl: string
  readonly address: string
}

/** Stands for who asks until what a workspace wrote was made harmless: no page says it. */
const senderHere = '\ue000'

/** As text of a template: braces that somebody wrote into a sentence are not Liquid. */
function liquid(text: string): string {
  return text.replaceAll('{', "{{ '{' }}").replaceAll(senderHere, '{{ workspace.sender }}')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('{', '&#123;')
}

/** The mail as a page: of the live mail with Liquid in its places, of a sample with what stands there then. */
export function optInPage(words: ReaderWords, { sender, topics, confirmUrl, address }: OptInParts): string {
  const say = (word: PageWord): string => escaped(words.say(word, { workspace: senderHere })).replaceAll(senderHere, sender)
  const [start, indent] = words.direction === 'rtl' ? ['right', '0 22px 0 0'] : ['left', '0 0 0 22px']
  const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
  return `<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${say('mail-title')}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background-color: #101216 !important; }
  .card { background-color: #181b21 !important; border-color: #2b2f38 !important; }
  .ink { color: #e9ebf0 !important; }
  .soft { color: #a0a8b6 !important; }
}
@media (max-width: 520px) { .pad { padding: 28px 24px !important; } }
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f4f5f7;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background-color:#f4f5f7;">
<tr><td align="center" style="padding:32px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="card" style="max-width:520px;background-color:#ffffff;border:1px solid #e3e5ea;border-radius:12px;">
<tr><td class="pad" align="${start}" style="padding:40px;${font};">
<p class="soft" style="margin:0 0 20px 0;font-size:14px;line-height:20px;color:#5a6170;">${sender}</p>
<h1 class="ink" style="margin:0 0 14px 0;font-size:24px;line-height:31px;font-weight:650;color:#17191f;">${say('mail-title')}</h1>
<p class="ink" style="margin:0 0 12px 0;font-size:16px;line-height:25px;color:#2b2f38;">${say('mail-text')}</p>
<ul class="ink" style="margin:0 0 28px 0;padding:${indent};font-size:16px;line-height:27px;color:#2b2f38;">
${topics}</ul>
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td align="center" bgcolor="#3a45d0" style="border-radius:10px;background-color:#3a45d0;">
<a href="${confirmUrl}" style="display:inline-block;padding:14px 28px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;${font};">${say('confirm-button')}</a>
</td>
</tr></table>
<p class="soft" style="margin:28px 0 0 0;font-size:14px;line-height:22px;color:#5a6170;">${say('mail-not-you')}</p>
</td></tr>
</table>
<p class="soft" style="margin:20px 12px 0 12px;${font};font-size:13px;line-height:20px;color:#5a6170;">${address}</p>
</td></tr>
</table>
</body>
</html>
`
}

function textOf(say: (word: PageWord) => string): string {
  return `${say('mail-title')}

${say('mail-text')}
{% for topic in topics %}
- {{ topic }}{% endfor %}

${say('confirm-button')}:
{{ confirm_url }}

${say('mail-not-you')}

--
{{ workspace.address | default: workspace.sender }}
`
}
