// The reference pages of definitions, made from the descriptions in the schemas. Only the order of the pages and their
// first words are written here.

import type { z } from 'zod'
import { collectionSchema, feedSchema, lookupSchema } from '../model/catalogue.ts'
import { codePoolSchema } from '../model/code-pool.ts'
import { conditionSchemas } from '../model/condition.ts'
import { segmentSchema, workspaceSchema } from '../model/definitions.ts'
import { againSchema, exitSchema, journeySchema, pairSchema, stepSchemas, triggerSchemas, waitSchema } from '../model/journey.ts'
import { expectationSchema, happeningSchemas, storyLineSchema, triggerTestSchema } from '../model/trigger-test.ts'
import { authoredTemplateSchema } from './authored-schemas.ts'
import { keyTable, kindTable, optionTable, valueTable } from './reference-tables.ts'

/** The pages by path from the root of the repository. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'docs/reference/journeys.md': journeysPage(),
    'docs/reference/templates.md': templatesPage(),
    'docs/reference/tests.md': testsPage(),
    'docs/reference/workspace.md': workspacePage(),
    'docs/reference/catalogue.md': cataloguePage(),
  }
}

const common = ['id', 'if', 'note'] as const
const made = 'This page is made from the schemas in `src/model` (`npm run generate`).'

function journeysPage(): string {
  return `# Journeys

A journey says what lets a subscriber in, what happens then step by step, and what ends it. One passage of one subscriber is an
enrollment. ${made}

Editors complete a file that starts with its schema:

    # yaml-language-server: $schema=../docs/reference/schema/journey.schema.json

${keyTable(journeySchema)}

## What lets in

\`enter\` is a list of triggers. Each names its kind:

${kindTable(triggerSchemas, [])}

${sections(triggerSchemas)}

## How often

\`again\` says how often one subscriber may enter; with a \`key\`, how often for each key.

${optionTable(againSchema)}

## What ends it early

\`exit\` is a list. Each entry is one of these; any one ends the passage at once, also inside a wait.

${optionTable(exitSchema)}

## Steps

A step does one thing; its kind is the key that says what. Every step may also have these:

| key | value | meaning |
|---|---|---|
| \`id\` | text | ${stepMeaning('id')} |
| \`if\` | [condition](conditions.md) | ${stepMeaning('if')} |
| \`note\` | text | ${stepMeaning('note')} |

${kindTable(stepSchemas, common)}

### Waiting

\`wait\` takes one of these:

${optionTable(waitSchema)}

### Whatever comes first

\`on\` is a list of pairs: something to wait for, and the steps that follow. The first to happen decides; the others are forgotten.

${optionTable(pairSchema)}

${sections(stepSchemas, common)}

## Conditions

Wherever a condition may stand, each of these may; what they mean to the millisecond stands in [conditions](conditions.md).

${kindTable(conditionSchemas, [])}
`
}

function templatesPage(): string {
  return `# Templates

A template becomes a mail when it is sent to somebody. Its parts are [Liquid](https://liquidjs.com): \`{{ subscriber.first_name }}\` is an
attribute, \`{{ trigger.cart_id }}\` a property of the event that let the subscriber in, \`{% for item in cart.items %}\` goes over the cart
as it is at the moment of sending. ${made}

${keyTable(authoredTemplateSchema)}

A part that stands in its own file is named by its path from the file that names it, and stays inside the definitions folder:

    template: welcome
    subject: "Welcome, {{ subscriber.first_name | default: 'friend' }}"
    html: { file: ./welcome.html }
    text: { file: ./welcome.txt }

The page stands either in \`html\` or in \`mjml\`. A partial, \`{% include 'footer' %}\`, is put in its place when the template is read; it stands in
\`partials/\` of the folder. A page of a language takes \`partials/footer.de.mjml\` where there is one.

## What a template may speak of

| name | what it is |
|---|---|
| \`subscriber\` | the attributes of the subscriber |
| \`trigger\` | the properties of the event that started the enrollment |
| \`cart.items\` | what is in the cart: \`product\`, \`name\`, \`quantity\`, \`price\`, \`image\`, \`url\` |
| \`cart.value\`, \`cart.count\` | the sum of quantity x price, the number of pieces |
| \`catalogue\` | what its [lookups](catalogue.md#lookups) found: \`catalogue.product.title\`, \`{% for item in catalogue.similar %}\` |
| \`code\`, \`code_expires\` | the reader's own [discount code](catalogue.md#pools-of-discount-codes), and from when on it is no longer good |
| \`journey\`, \`step\` | where the mail was decided |
| \`workspace.name\` | the name of the workspace |
| \`workspace.sender\`, \`workspace.address\` | who mails come from; the postal address |
| \`unsubscribe_url\` | the page on which the subscriber can unsubscribe |
| \`preferences_url\` | the page on which the subscriber chooses what comes, and how often |
| \`view_url\` | the mail itself as a page, for 90 days; missing where the archive does not keep mails whole |
| \`confirm_url\`, \`topics\` | in the mail that asks to confirm a double opt-in: the page that confirms, and what it asks about |
| \`brand\` | how mails look, with defaults: \`brand.name\`, \`brand.site\`, \`brand.logo.src\`, \`brand.colors.accent\`, \`brand.dark.card\`, \`brand.fonts.body\` |
| \`segments\` | the names of the segments that the subscriber is in |
| \`conditions\` | the template's own conditions, by name, with whether each holds |
| \`variants\` | the variants that the subscriber was given, by the id of the step that split |
| \`now\` | the instant of sending |
`
}

function workspacePage(): string {
  return `# Workspace and segments

A folder of definitions holds one workspace. ${made}

${keyTable(workspaceSchema)}

What the cart events mean stands in [cart](cart.md), what \`policy\` does in [what may hold a message back](policy.md).

## Segments

A segment is everybody for whom a condition holds. Entering and leaving it are events (\`Segment Entered\`, \`Segment Left\`), the moment
they happen.

${keyTable(segmentSchema)}
`
}

function testsPage(): string {
  return `# Tests

A test tells the story of one person in virtual time, and says what must follow. It goes through the engine that runs in production; nothing
is sent or stored, and a month takes a millisecond. Tests stand in files called \`NAME.test.yaml\` (or \`.json\`, or \`.ts\`: [as code](../guides/journeys-as-code.md#as-a-story)) anywhere in the definitions
folder, several in one file separated by a line \`---\`; \`oncue test\` runs them. How to write them: [testing journeys](../guides/testing-journeys.md). ${made}

    # yaml-language-server: $schema=../docs/reference/schema/test.schema.json

${flat(keyTable(triggerTestSchema))}

## A line of the story

First time passes (\`after\` or \`at\`), then one thing happens, then it is looked at what must be so (\`expect\`). Each may be left out.

${flat(keyTable(storyLineSchema, undefined, Object.keys(happeningSchemas)))}

## What can happen

${valueTable(happeningSchemas)}

Messages are handed over the moment they are decided, as a healthy server would, unless the story says otherwise.

## What can be expected

Lists are about what was decided since the last \`expect\`, and say exactly these, in this order. The other keys are about this moment.

${keyTable(expectationSchema)}

A condition of a journey is asked of the person's newest passage through it; any other, and those of \`enter\`, as if the newest event of the story
had just let the person in.
`
}

/** Without the rows of keys one level down. */
function flat(table: string): string {
  return table
    .split('\n')
    .filter((line) => !/^\| `[^`]*\./.test(line))
    .join('\n')
}

function cataloguePage(): string {
  return `# The catalogue and discount codes

What a shop sells or a site publishes, and the codes it gives away. How to use them: [the catalogue](../guides/catalogue.md),
[discount codes](../guides/discount-codes.md). ${made}

## Collections

${keyTable(collectionSchema)}

An attribute is its type alone (\`brand: text\`) or an object: \`type\`, \`find: true\` lets items be found by it, \`required: true\` refuses items without it,
\`example\` is what samples show. Dates are ISO 8601; \`offer_ends\` has a time and a zone. Addresses begin with \`https://\` or \`http://\`. An item in other languages
has \`locales: { de: { title: ... } }\`; a reader of \`de-AT\` sees what \`de-AT\` says, else what \`de\` says, else the item itself, attribute by attribute.

### \`feed\`

${keyTable(feedSchema)}

## Lookups

What a template shows of the catalogue, under \`catalogue\` by name: exactly one of \`id\`, \`ids\`, \`recent\`, \`recommend\` and \`where\`. Paths begin with \`trigger\`, \`subscriber\`, \`cart\`,
or \`catalogue\` and the name of a lookup above. They are made in the writer, right before the mail is authorized, and again for each further attempt.

${keyTable(lookupSchema)}

What a person viewed and bought is looked for in the newest entries of their history ([limits](limits.md): \`viewedEntries\`).

## Pools of discount codes

${keyTable(codePoolSchema)}
`
}

function stepMeaning(key: 'id' | 'if' | 'note'): string {
  return keyTable(stepSchemas.end, [key]).split('\n').at(-1)?.split(' | ').at(-1)?.replace(/ \|$/, '') ?? ''
}

/** The keys of each kind that has more to say than its naming key. */
function sections(schemas: Readonly<Record<string, z.ZodType>>, skip: readonly string[] = []): string {
  return Object.entries(schemas)
    .map(([kind, schema]) => ({ kind, table: keyTable(schema, undefined, skip) }))
    .filter(({ table }) => table.split('\n').length > 4)
    .map(({ kind, table }) => `### \`${kind}\`\n\n${table}`)
    .join('\n\n')
}
