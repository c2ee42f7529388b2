// How mails go out, as far as the workspace says it: what is known of each sending domain, what is added to links for web analytics, and who of the team is
// told when something is wrong.

import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { Switch } from '../../kit/check.tsx'
import { useWords } from '../../words/words.ts'
import { DomainsForm } from './domains-form.tsx'
import { NamesRule } from './names-rule.tsx'
import { isSet, Sentence, TextRule } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { at, mailAddress, textAt } from './workspace-value.ts'

/** The form. */
export function DeliveryForm({ file }: { readonly file: WorkspaceFile }) {
  return (
    <div className="flex flex-col gap-4">
      <DomainsForm file={file} />
      <UtmCard file={file} />
      <AlertsCard file={file} />
    </div>
  )
}

const parameters = ['source', 'medium', 'campaign', 'content', 'term'] as const
const shortEnough = /^.{1,200}$/

function UtmCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const isOn = isSet(file, ['utm'])
  const usual = {
    source: textAt(file.value, ['workspace']) || 'shop',
    medium: 'email',
    campaign: say('utm.of-journey'),
    content: say('utm.of-template'),
    term: '',
  }
  const example = parameters
    .map((name) => [name, textAt(file.value, ['utm', name]) || { ...usual, campaign: 'abandoned-cart', content: 'cart-reminder' }[name]] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`)
    .join('&')
  // Without any of its own words it is still on: `utm: {}`.
  const kept: WorkspaceFile = {
    ...file,
    set: (path, value) =>
      value === undefined && Object.keys((at(file.value, ['utm']) as object) ?? {}).length <= 1 ? file.set(['utm'], {}) : file.set(path, value),
  }
  return (
    <Card title={say('utm.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-base text-soft">{say('utm.about')}</p>
        <Switch label={say('utm.on')} checked={isOn} disabled={file.why !== undefined} onChange={(on) => file.set(['utm'], on ? {} : undefined)} />
        <Sentence>
          {isOn ? say('utm.says') : say('utm.none')} {isOn && <code className="text-sm break-all">https://shop.example/?{example}</code>}
        </Sentence>
        {isOn && (
          <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
            {parameters.map((name) => (
              <TextRule
                key={name}
                file={kept}
                path={['utm', name]}
                label={say(`utm.parameter.${name}`)}
                hint={say(`utm.hint.${name}`)}
                placeholder={usual[name]}
                form={shortEnough}
                wrong={say('utm.wrong')}
              />
            ))}
          </div>
        )}
      </div>
    </Card>
  )
}

const mostAddresses = 20

function AlertsCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const tells = useAsk('GET /alerts', {}).data?.tells
  return (
    <Card title={say('alerts.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-base text-soft">{say('alerts.about')}</p>
        {tells !== undefined && (
          <Sentence>
            {tells.mail === 0 ? say('alerts.says-mail-none') : say('alerts.says-mail', { count: tells.mail })}{' '}
            {say(tells.webhook ? 'alerts.says-webhook' : 'alerts.no-webhook')}
          </Sentence>
        )}
        <NamesRule
          file={file}
          path={['alerts', 'mail']}
          label={say('alerts.mail')}
          hint={say('alerts.mail-hint')}
          placeholder="ops@shop.example"
          form={mailAddress}
          wrong={say('brand.wrong-address')}
          most={mostAddresses}
          isList
        />
      </div>
    </Card>
  )
}
