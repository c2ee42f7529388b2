// What the team did, newest first: filtered by who, what and when, and given as a file.

import { addressOf } from '../../client/ask.ts'
import { useAsk, useAskPages } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { buttonClasses } from '../../kit/button.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { periodOf } from '../../kit/days.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useWordGroup, useWords } from '../../words/words.ts'
import { AuditDetails, didWords } from './audit-words.tsx'

/** The section. */
export function Audit() {
  const say = useWords('settings')
  const mayExport = useMay('owner') === undefined
  const [admin, setAdmin] = useUrlState('admin')
  const [did, setDid] = useUrlState('did')
  const [kind, setKind] = useUrlState('kind', 'changes')
  const [from, setFrom] = useUrlState('from')
  const [to, setTo] = useUrlState('to')
  const admins = useAsk('GET /admins', {})
  const period = periodOf(from, to)
  const query = {
    ...(admin === '' ? {} : { admin }),
    ...(did === '' ? {} : { did }),
    ...(kind === 'all' ? {} : { kind: kind === 'looks' ? ('looks' as const) : ('changes' as const) }),
    ...(period.from === undefined ? {} : { from: period.from }),
    ...(period.before === undefined ? {} : { to: period.before }),
  }
  const entries = useAskPages('GET /audit', { query }, { keepsPrevious: true })
  // What is only looked at is left out by itself: that is no filter of the reader's.
  const isFiltered = kind === 'looks' || [admin, did, from, to].some((one) => one !== '')
  const { kind: _, ...exported } = query as typeof query & { readonly kind?: string }
  const actions = Object.entries(useWordGroup('settings', 'audit.did')).sort(([, one], [, other]) => one.localeCompare(other))
  return (
    <>
      <div className="grid grid-cols-3 items-end gap-2 max-lg:grid-cols-2">
        <Field label={say('audit.who')}>
          {(parts) => (
            <Select {...parts} value={admin} onChange={(event) => setAdmin(event.target.value)}>
              <option value="">{say('audit.everybody')}</option>
              {(admins.data?.admins ?? []).map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('audit.what')}>
          {(parts) => (
            <Select {...parts} value={did} onChange={(event) => setDid(event.target.value)}>
              <option value="">{say('audit.any')}</option>
              {actions.map(([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('audit.show.label')}>
          {(parts) => (
            <Select {...parts} value={kind} onChange={(event) => setKind(event.target.value)}>
              {(['changes', 'looks', 'all'] as const).map((one) => (
                <option key={one} value={one}>
                  {say(`audit.show.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('audit.from')}>{(parts) => <Input {...parts} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label={say('audit.to')}>{(parts) => <Input {...parts} type="date" value={to} onChange={(event) => setTo(event.target.value)} />}</Field>
        {mayExport && (
          <a className={buttonClasses()} href={addressOf('GET /audit/export', { query: { ...exported, as: 'csv' } })} download>
            {say('audit.export')}
          </a>
        )}
      </div>
      {entries.error && <Problem problem={entries.error} />}
      <DataTable
        label={say('section.audit')}
        {...pagesOf(entries, (answer) => answer.entries)}
        rowKey={(row) => String(row.id)}
        columns={[
          { key: 'at', title: say('audit.at'), width: 'w-36', cell: (row) => <RelativeTime at={row.at} /> },
          {
            key: 'admin',
            title: say('audit.who'),
            width: 'w-40',
            cell: (row) => <span title={row.admin}>{row.through === 'watch' ? say('audit.itself') : row.admin}</span>,
          },
          { key: 'did', title: say('audit.what'), width: 'w-60', wraps: true, cell: (row) => <span title={row.did}>{didWords(row.did, say)}</span> },
          { key: 'details', title: say('audit.details'), isSecondary: true, cell: (row) => <AuditDetails line={row} say={say} /> },
          { key: 'json', title: 'JSON', width: 'w-20', isSecondary: true, cell: (row) => <AsJson value={row} title={`${row.did} · ${row.id}`} /> },
        ]}
        empty={
          isFiltered ? (
            <EmptyState title={say('audit.none')} />
          ) : (
            <EmptyState title={say('audit.nothing-yet')} command="oncue audit">
              {say('audit.nothing-yet-about')}
            </EmptyState>
          )
        }
      />
    </>
  )
}
