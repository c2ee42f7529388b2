// The mail that asks whether an address is its owner's and mail is wanted there, for workspaces that have not written their own. It says who
// asks, what for, and that doing nothing is an answer too. Nothing that a stranger typed into the form stands in it.

import type { Template } from '../../model/definitions.ts'

interface Words {
  readonly subject: string
  readonly preheader: string
  readonly title: string
  readonly what: string
  readonly button: string
  readonly notYou: string
}

const words = {
  en: {
    subject: 'One more click: do you want mail from {{ workspace.sender }}?',
    preheader: 'Please confirm your address.',
    title: 'Is this your address?',
    what: 'Somebody, we hope it was you, asked {{ workspace.sender }} to write to this address about:',
    button: 'Yes, write to me',
    notYou: 'It was not you? Then do nothing: without your yes nothing more will come.',
  },
  de: {
    subject: 'Noch ein Klick: Möchten Sie Post von {{ workspace.sender }}?',
    preheader: 'Bitte bestätigen Sie Ihre Adresse.',
    title: 'Ist das Ihre Adresse?',
    what: 'Jemand, hoffentlich Sie selbst, hat {{ workspace.sender }} gebeten, an diese Adresse zu schreiben, und zwar über:',
    button: 'Ja, schreiben Sie mir',
    notYou: 'Das waren nicht Sie? Dann tun Sie einfach nichts: Ohne Ihr Ja kommt nichts weiter.',
  },
  ru: {
    subject: 'Остался один шаг: подписка на письма {{ workspace.sender }}',
    preheader: 'Подтвердите, пожалуйста, свой адрес.',
    title: 'Это ваш адрес?',
    what: 'Кто-то (надеемся, что вы) попросил {{ workspace.sender }} писать на этот адрес. Темы писем:',
    button: 'Да, пишите мне',
    notYou: 'Это были не вы? Тогда ничего не делайте: без вашего согласия писем больше не будет.',
  },
} as const satisfies Record<string, Words>

/** The question in the first of these languages ("de-AT") that is there, else in English. */
export function optInMail(template: string, locales: readonly (string | undefined)[]): Template {
  const known = locales.map((locale = '') => locale.slice(0, 2).toLowerCase()).find(isKnown) ?? 'en'
  const { subject, preheader } = words[known]
  return { template: `${template} (${known})`, subject, preheader, html: htmlOf(known, words[known]), text: textOf(words[known]) }
}

function isKnown(language: string): language is keyof typeof words {
  return Object.hasOwn(words, language)
}

function htmlOf(language: string, { title, what, button, notYou }: Words): string {
  const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
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
<tr><td class="pad" align="left" style="padding:40px;${font};">
<p class="soft" style="margin:0 0 20px 0;font-size:14px;line-height:20px;color:#5a6170;">{{ workspace.sender }}</p>
<h1 class="ink" style="margin:0 0 14px 0;font-size:24px;line-height:31px;font-weight:650;color:#17191f;">${title}</h1>
<p class="ink" style="margin:0 0 12px 0;font-size:16px;line-height:25px;color:#2b2f38;">${what}</p>
<ul class="ink" style="margin:0 0 28px 0;padding:0 0 0 22px;font-size:16px;line-height:27px;color:#2b2f38;">
{% for topic in topics %}<li><bdi>{{ topic }}</bdi></li>
{% endfor %}</ul>
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td align="center" bgcolor="#3a45d0" style="border-radius:10px;background-color:#3a45d0;">
<a href="{{ confirm_url }}" style="display:inline-block;padding:14px 28px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;${font};">${button}</a>
</td>
</tr></table>
<p class="soft" style="margin:28px 0 0 0;font-size:14px;line-height:22px;color:#5a6170;">${notYou}</p>
</td></tr>
</table>
<p class="soft" style="margin:20px 12px 0 12px;${font};font-size:13px;line-height:20px;color:#5a6170;">{{ workspace.address | default: workspace.sender }}</p>
</td></tr>
</table>
</body>
</html>
`
}

function textOf({ title, what, notYou, button }: Words): string {
  return `${title}

${what}
{% for topic in topics %}
- {{ topic }}{% endfor %}

${button}:
{{ confirm_url }}

${notYou}

--
{{ workspace.address | default: workspace.sender }}
`
}
