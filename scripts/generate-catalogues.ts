// Writes docs/reference/limits.md and docs/reference/errors.md from the catalogues in src/model, the pages of the admin doors and the
// console's client from the routes. It is part of `npm run generate`, and a test compares what it would write with what is there. It decides nothing.

import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { openApiDocument } from '../src/api/admin/openapi.ts'
import { adminRoutes } from '../src/api/admin/routes.ts'
import { errorCatalogue } from '../src/model/errors.ts'
import { limits } from '../src/model/limits.ts'
import { mistakes } from '../src/model/mistakes.ts'
import { outsideMeanings } from '../src/model/outside-words.ts'
import { pageWords } from '../src/model/page-words.ts'
import { answers, refusals, sentences } from '../src/model/sentences.ts'
import { outcomes } from '../src/model/sentences-of-outcomes.ts'
import { adminApiPages } from './admin-api-page.ts'
import { consoleClient } from './console-client.ts'

/** The pages by path, as they should be. */
export function cataloguePages(): Readonly<Record<string, string>> {
  return {
    'docs/reference/limits.md': limitsPage(),
    'docs/reference/errors.md': errorsPage(),
    'docs/reference/sentences.md': sentencesPage(),
    'docs/reference/page-words.md': pageWordsPage(),
    ...adminApiPages(),
    ...consoleClient(openApiDocument(adminRoutes)),
  }
}

function limitsPage(): string {
  // The meaning of a limit is the comment above it: said once, where it is set.
  const source = readFileSync(new URL('../src/model/limits.ts', import.meta.url), 'utf8')
  const meanings = new Map([...source.matchAll(/\/\*\* (.*?)\.? \*\/\n\s+(\w+):/g)].map(([, meaning, name]) => [name, meaning]))
  const rows = Object.entries(limits).map(([name, value]) => {
    const meaning = meanings.get(name)
    if (meaning === undefined) throw new Error(`The limit ${name} has no comment above it in src/model/limits.ts that says what it limits.`)
    return `| \`${name}\` | ${value.toLocaleString('en')} | ${cell(meaning)} |`
  })
  return `# Limits

Every limit of the product, in the order of \`src/model/limits.ts\`, from which this page is made (\`npm run generate\`). What is over a
limit is refused with the reason, or left out in the way the limit says. What holds in a visitor's browser stands with
[the browser script](browser-script.md#limits).

| limit | value | meaning |
|---|---|---|
${rows.join('\n')}
`
}

function pageWordsPage(): string {
  const rows = Object.entries(pageWords).map(([word, text]) => `| \`${word}\` | ${cell(text)} |`)
  return `# Words of the pages for readers

Everything that the pages say on which readers of mails unsubscribe, confirm and choose, and those for links that lead nowhere, from \`src/model/page-words.ts\` (\`npm run generate\` makes this
page). They speak English, German and Russian by themselves. In another language, or in other words, a workspace [says them itself](consent.md#the-pages-in-your-own-words) under
these names. What stands in braces is filled in.

| name | in English |
|---|---|
${rows.join('\n')}
`
}

function sentencesPage(): string {
  const rows = (catalogue: Readonly<Record<string, string>>): string =>
    Object.entries(catalogue)
      .map(([code, text]) => `| \`${code}\` | ${cell(text)} |`)
      .join('\n')
  return `# Sentences

Every sentence with which Oncue says why, and what is wrong, from \`src/model/sentences.ts\` (\`npm run generate\` makes this page). Traces and the command line print them in
English. Where the [admin API](admin-api.md) answers a decision, it gives the English \`text\` and the same as data: \`code\` is one of these, \`values\` what is
filled in. What stands in brackets is left out when it is not known. \`at\`, \`since\` and \`until\` are instants in UTC milliseconds, \`duration\` and \`within\`
durations such as 1d. Three codes stand for no sentence of ours: \`plain\` (\`words\`: an event's name, or what somebody wrote), \`condition\` (\`condition\` as
it was authored, and its \`words\`) and \`outside\` (\`words\` of another program, such as a mail server, and what they mean: \`means\`).

| code | sentence |
|---|---|
${rows(sentences)}

## Why an event was refused

| code | sentence |
|---|---|
${rows(refusals)}

## Why a message could not be handed over

What ways out say. Words of mail servers and the like stay as they came; what they mean is found in their codes (RFC 3463, RFC 5321), in what is usually written
there, and in the errors of connections: ${outsideMeanings.map((one) => `\`${one}\``).join(', ')}.

| code | sentence |
|---|---|
${rows(outcomes)}

## About mistakes in what somebody authored

From \`src/model/mistakes.ts\`: what is wrong, and what to do about it. Problems that the [admin API](admin-api.md) answers have both as data in \`said\`;
\`mistake\` is a sentence of this list, and \`plain\` stands for words of others, such as what a reader of YAML said.

| code | sentence |
|---|---|
${rows(mistakes)}

## In answers to "why"

| code | sentence |
|---|---|
${rows(answers)}
`
}

function errorsPage(): string {
  const rows = Object.entries(errorCatalogue).map(([code, { sentence, wayOut }]) => `| \`${code}\` | ${cell(sentence)} | ${cell(wayOut)} |`)
  return `# Errors

Every error that Oncue stops or refuses with, from \`src/model/errors.ts\` (\`npm run generate\` makes this page). The code never changes its
meaning; words in braces are filled in.

| code | what is wrong | what to do |
|---|---|---|
${rows.join('\n')}
`
}

/** A text as a cell of a table; places that are filled in stand out, except where a command is quoted already. */
function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/\{(\w+)\}/g, '`{$1}`')))
    .join('')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of Object.entries(cataloguePages())) writeFileSync(new URL(`../${path}`, import.meta.url), text)
}
