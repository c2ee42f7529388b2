// Rules that hold for everybody: whose yes is needed, quiet hours, how many messages at most, who is left out to measure, and when an edit holds. Each is a
// form and a sentence that says what it means.

import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { CapsForm } from './caps-form.tsx'
import { GuardCard } from './guard-form.tsx'
import { QuietHoursForm } from './quiet-hours-form.tsx'
import { ChoiceRule, DurationRule, NumberRule, Sentence, TextRule } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { textAt } from './workspace-value.ts'

/** The form. */
export function RulesForm({ file }: { readonly file: WorkspaceFile }) {
  return (
    <div className="flex flex-col gap-4">
      <ConsentCard file={file} />
      <QuietHoursForm file={file} />
      <CapsForm file={file} />
      <HoldoutCard file={file} />
      <GuardCard file={file} />
      <FormsCard file={file} />
      <PublishCard file={file} />
    </div>
  )
}

function ConsentCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const ways = (['opt-in', 'opt-out'] as const).map((one) => [one, say(`consent.${one}`)] as const)
  const said = textAt(file.value, ['policy', 'consent']) === 'opt-out' ? 'opt-out' : 'opt-in'
  const tracking = textAt(file.value, ['policy', 'tracking'])
  return (
    <Card title={say('rules.consent-title')}>
      <div className="flex flex-col gap-4">
        <Sentence>
          {say(`rules.consent-says.${said}`)} {say(`rules.tracking-says.${tracking === 'opt-out' || tracking === 'off' ? tracking : 'opt-in'}`)}
        </Sentence>
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          <ChoiceRule
            file={file}
            path={['policy', 'consent']}
            label={say('rules.consent')}
            hint={say('rules.consent-hint')}
            usual={say('rule.usually', { value: say('consent.opt-in') })}
            choices={ways}
          />
          <ChoiceRule
            file={file}
            path={['policy', 'tracking']}
            label={say('rules.tracking')}
            hint={say('rules.tracking-hint')}
            usual={say('rule.usually', { value: say('consent.opt-in') })}
            choices={[...ways, ['off', say('consent.off')]]}
          />
          {(['email', 'sms', 'popup'] as const).map((channel) => (
            <ChoiceRule
              key={channel}
              file={file}
              path={['policy', 'channels', channel]}
              label={say('rules.channel', { channel: say(`channel.${channel}`) })}
              hint={say(`rules.channel-hint.${channel}`)}
              usual={say('rule.usually', { value: say(`consent.${channel === 'sms' ? 'opt-in' : 'opt-out'}`) })}
              choices={ways}
            />
          ))}
          <ChoiceRule
            file={file}
            path={['policy', 'evidence']}
            label={say('rules.evidence')}
            hint={say('rules.evidence-hint')}
            usual={say('rule.usually', { value: say('rules.evidence-is.shortened') })}
            choices={(['shortened', 'hashed', 'none'] as const).map((one) => [one, say(`rules.evidence-is.${one}`)])}
          />
        </div>
      </div>
    </Card>
  )
}

function HoldoutCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const percent = Number(textAt(file.value, ['policy', 'holdout']) || 0)
  return (
    <Card title={say('rules.holdout-title')}>
      <div className="flex flex-col gap-4">
        <Sentence>{percent > 0 ? say('rules.holdout-says', { share: formats.percent(percent / 100) }) : say('rules.holdout-none')}</Sentence>
        <NumberRule
          file={file}
          path={['policy', 'holdout']}
          label={say('rules.holdout')}
          hint={say('rules.holdout-hint')}
          min={0}
          max={100}
          className="max-w-md"
        />
      </div>
    </Card>
  )
}

function FormsCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  return (
    <Card title={say('rules.opt-in-title')}>
      <div className="flex flex-col gap-4">
        <Sentence>{say('rules.opt-in-says')}</Sentence>
        <div className="grid grid-cols-3 gap-4 phone:grid-cols-1">
          <TextRule
            file={file}
            path={['doubleOptIn', 'template']}
            label={say('rules.opt-in-template')}
            hint={say('rules.opt-in-template-hint')}
            placeholder="confirm-address"
          />
          <DurationRule file={file} path={['doubleOptIn', 'expires']} label={say('rules.opt-in-expires')} usual="7d" hint={say('rules.opt-in-expires-hint')} />
          <DurationRule file={file} path={['doubleOptIn', 'again']} label={say('rules.opt-in-again')} usual="1d" hint={say('rules.opt-in-again-hint')} />
        </div>
      </div>
    </Card>
  )
}

function PublishCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const how = textAt(file.value, ['publish']) === 'by-command' ? 'by-command' : 'on-save'
  const tests = textAt(file.value, ['tests']) === 'required' ? 'required' : 'by-hand'
  return (
    <Card title={say('rules.publish-title')}>
      <div className="flex flex-col gap-4">
        <Sentence>
          {say(`rules.publish-says.${how}`)} {say(`rules.tests-says.${tests}`)}
        </Sentence>
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          <ChoiceRule
            file={file}
            path={['publish']}
            label={say('rules.publish')}
            usual={say('rule.usually', { value: say('rules.publish-is.on-save') })}
            choices={(['on-save', 'by-command'] as const).map((one) => [one, say(`rules.publish-is.${one}`)])}
          />
          <ChoiceRule
            file={file}
            path={['tests']}
            label={say('rules.tests')}
            usual={say('rule.usually', { value: say('rules.tests-is.by-hand') })}
            choices={(['required', 'by-hand'] as const).map((one) => [one, say(`rules.tests-is.${one}`)])}
          />
        </div>
      </div>
    </Card>
  )
}
