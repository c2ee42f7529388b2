// What a template is besides its page: subject line, what inboxes show beside it, other languages, topic, sender; as fields, and as the YAML of its file.

import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { readYaml } from '../../kit/read-yaml.ts'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { writeYaml } from '../../kit/write-yaml.ts'
import { TopicChoice } from '../../shell/topic-choice.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { AddLanguage } from './add-language.tsx'
import { PickingContext } from './blocks/pick-dialog.tsx'
import { LookupsField } from './lookups-field.tsx'
import { editorHeight } from './part-editor.tsx'
import type { TemplateProblem } from './problem-list.tsx'
import type { TabProps } from './tab-props.ts'
import { usePicking } from './use-picking.ts'
import { UtmFields } from './utm-fields.tsx'

type Written = Readonly<Record<string, unknown>>
type Path = readonly string[]

/** The tab. */
export function SettingsTab(props: TabProps) {
  const { template, draft, problems, place, locked } = props
  const say = useWords('templates')
  const [form, setForm] = useUrlState('form', 'fields')
  const whole = draft.textOf(template.file) ?? ''
  const written = readYaml(whole, template.index)
  const shown = written === undefined ? 'yaml' : (form as 'fields' | 'yaml')
  const marks = problems.filter(({ file }) => file === template.file).map(({ line, message, severity }) => ({ line, message, severity }))
  return (
    <>
      <Tabs
        look="box"
        label={say('settings-as')}
        value={shown}
        onChange={setForm}
        tabs={[
          { value: 'fields', label: say('fields') },
          { value: 'yaml', label: 'YAML' },
        ]}
      >
        <TabPanel value={shown}>
          {written !== undefined && shown === 'fields' ? (
            <Fields {...props} written={written} whole={whole} />
          ) : (
            <>
              {written === undefined && <p className="mb-2 text-sm text-soft">{say('yaml-first')}</p>}
              <CodeEditor
                label={template.file}
                language="yaml"
                value={whole}
                {...(locked === undefined ? { onChange: (text: string) => draft.edit(template.file, text) } : {})}
                marks={marks}
                {...(place === undefined || place.file !== template.file ? {} : { line: place.line })}
                className={editorHeight}
              />
            </>
          )}
        </TabPanel>
      </Tabs>
      {locked !== undefined && <p className="text-sm text-soft">{locked}</p>}
    </>
  )
}

interface FieldsProps extends TabProps {
  readonly written: Written
  readonly whole: string
}

function Fields({ template, draft, problems, locked, written, whole }: FieldsProps) {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const discard = useTell('POST /drafts/discard')
  const writeAll = (entries: readonly (readonly [Path, unknown])[]): void => {
    const next = entries.reduce<string | undefined>(
      (text, [path, value]) => (text === undefined ? undefined : writeYaml(text, { index: template.index, path }, value)),
      whole,
    )
    if (next !== undefined) draft.edit(template.file, next)
  }
  const write = (path: Path, value: unknown): void => writeAll([[path, value]])
  const picking = usePicking(written, (entries) => writeAll(entries.map(([name, value]) => [['catalogue', name], value])))
  /** Its texts in files of their own stay where they are, and are nobody's; those that were never published go. */
  const removeLanguage = (locale: string): void => {
    const own = template.parts.filter((one) => one.locale === locale && !one.isInline && draft.fileOf(one.file)?.text == null).map(({ file }) => file)
    write(['locales', locale], undefined)
    void draft.flush().then(() => {
      if (own.length > 0) discard.mutate({ body: { paths: own } })
    })
  }
  const set = (path: Path, value: string): void => write(path, value === '' ? undefined : value)
  const line = (path: Path, words: { readonly label: string; readonly hint: string }, more: { readonly needed?: true } = {}) => (
    <Field key={path.join('.')} label={words.label} hint={words.hint} error={problemOf(problems, path)}>
      {(parts) => (
        <Typed
          {...parts}
          value={textAt(written, path)}
          isLocked={locked !== undefined}
          isNeeded={more.needed === true}
          onChange={(value) => set(path, value)}
        />
      )}
    </Field>
  )
  const locales = Object.keys((written['locales'] ?? {}) as Written)
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-line bg-card p-4">
      {line(['subject'], { label: say('subject'), hint: say('subject-hint') }, { needed: true })}
      {line(['preheader'], { label: say('preheader'), hint: say('preheader-hint') })}
      <TopicField written={written} isLocked={locked !== undefined} onChange={(topic) => set(['topic'], topic)} error={problemOf(problems, ['topic'])} />
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        {line(['from', 'name'], { label: say('sender-name'), hint: say('sender-hint') })}
        {line(['from', 'address'], { label: say('sender-address'), hint: say('sender-address-hint') })}
      </div>
      {line(['replyTo'], { label: say('reply-to'), hint: say('reply-to-hint') })}
      <CodeField written={written} isLocked={locked !== undefined} onChange={(pool) => set(['code'], pool)} error={problemOf(problems, ['code'])} />
      <UtmFields value={written['utm']} isLocked={locked !== undefined} error={problemOf(problems, ['utm'])} onChange={(value) => write(['utm'], value)} />
      <PickingContext value={picking}>
        <LookupsField isLocked={locked !== undefined} />
      </PickingContext>
      {locales.map((locale) => (
        <fieldset key={locale} className="flex flex-col gap-3 rounded-md border border-line p-3">
          <legend className="px-1 text-sm font-semibold">{say('in-language', { locale: nameOf(locale) })}</legend>
          {line(['locales', locale, 'subject'], { label: say('subject'), hint: say('falls-back') })}
          {line(['locales', locale, 'preheader'], { label: say('preheader'), hint: say('falls-back') })}
          <div>
            <Button size="small" icon={<Trash2 />} why={locked} onClick={() => removeLanguage(locale)}>
              {say('remove-language', { language: nameOf(locale) })}
            </Button>
          </div>
        </fieldset>
      ))}
      {/* What somebody discarded meanwhile is gone, and that is all that was wanted. */}
      {discard.error !== null && discard.error.code !== 'not-found' && <Problem problem={discard.error} />}
      <AddLanguage template={template} draft={draft} locked={locked} taken={locales} />
    </div>
  )
}

interface TypedProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
  readonly value: string
  readonly isLocked: boolean
  readonly isNeeded: boolean
  readonly onChange: (value: string) => void
}

/** A line that may be empty while it is typed, even where the definition must have it. */
function Typed({ value, isLocked, isNeeded, onChange, ...parts }: TypedProps) {
  const [emptied, setEmptied] = useState(false)
  return (
    <Input
      {...parts}
      value={emptied ? '' : value}
      readOnly={isLocked}
      onChange={({ target }) => {
        setEmptied(isNeeded && target.value === '')
        if (!isNeeded || target.value !== '') onChange(target.value)
      }}
    />
  )
}

/** The pool from which each reader gets a code of their own; the discount block shows it. */
function CodeField({ written, isLocked, onChange, error }: Omit<TopicProps, 'onChange'> & { readonly onChange: (pool: string) => void }) {
  const say = useWords('templates')
  const pools = useAsk('GET /codes', {}).data?.pools ?? []
  const value = textAt(written, ['code'])
  if (pools.length === 0 && value === '') return null
  const names = pools.map(({ pool }) => pool)
  return (
    <Field label={say('code-pool')} hint={say('code-pool-hint')} error={error}>
      {(parts) => (
        <Select {...parts} value={value} disabled={isLocked} onChange={({ target }) => onChange(target.value)}>
          <option value="">{say('no-code')}</option>
          {(value === '' || names.includes(value) ? names : [value, ...names]).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

interface TopicProps {
  readonly written: Written
  readonly isLocked: boolean
  readonly error: string | undefined
  readonly onChange: (topic: string) => void
}

function TopicField({ written, isLocked, error, onChange }: TopicProps) {
  const say = useWords('templates')
  const topic = textAt(written, ['topic'])
  return (
    <Field label={say('topic')} hint={say('topic-hint')} error={error}>
      {(parts) => <TopicChoice {...parts} value={topic} none={say('no-topic')} disabled={isLocked} onChange={onChange} />}
    </Field>
  )
}

function textAt(written: Written, path: Path): string {
  const value = path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Written)[key] : undefined), written)
  return typeof value === 'string' ? value : ''
}

/** What is wrong with a field, as the server says it. */
function problemOf(problems: readonly TemplateProblem[], path: Path): string | undefined {
  const isLocale = path[0] === 'locales'
  const part = isLocale ? path[2] : path[0]
  const found = problems.find(
    (one) =>
      one.severity === 'error' &&
      (one.part ?? (one.code === 'name/unknown-topic' ? 'topic' : '')) === part &&
      (one.locale ?? '') === (isLocale ? (path[1] ?? '') : ''),
  )
  return found === undefined ? undefined : [found.message, found.fix].filter((one) => one !== null).join('; ')
}
