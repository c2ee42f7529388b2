// Who has signed in, and the way out. On a phone it also holds language and look, for which the header has no room.

import { useNavigate } from '@tanstack/react-router'
import { CircleUserRound, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { ask } from '../client/ask.ts'
import { answers } from '../client/use-ask.ts'
import { IconButton } from '../kit/button.tsx'
import { Menu } from '../kit/menu.tsx'
import type { MenuItem } from '../kit/menu-props.ts'
import { useIsPhone } from '../kit/use-is-phone.ts'
import { languages, setLanguage, useLanguage, useWords } from '../words/words.ts'
import { languageNames } from './language-menu.tsx'
import { useSession } from './session.ts'
import { themes, useTheme } from './theme.ts'

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const

/** The menu of the person who looks. */
export function AccountMenu() {
  const say = useWords('shell')
  const navigate = useNavigate()
  const { data } = useSession()
  const { theme, choose } = useTheme()
  const language = useLanguage()
  const isPhone = useIsPhone()
  const signOut = async (): Promise<void> => {
    await ask('DELETE /session').catch(() => undefined)
    answers.clear()
    // What was begun here and not finished is nobody else's.
    sessionStorage.clear()
    await navigate({ to: '/sign-in' })
  }
  const onPhone: MenuItem[] = [
    ...languages.map((one) => ({ label: languageNames[one], isChosen: one === language, onSelect: () => void setLanguage(one) })),
    ...themes.map((one, index) => {
      const Icon = themeIcons[one]
      return { label: say(`theme.${one}`), icon: <Icon aria-hidden />, isChosen: one === theme, isApart: index === 0, onSelect: () => choose(one) }
    }),
  ]
  return (
    <Menu
      trigger={
        <IconButton label={say('account')}>
          <CircleUserRound aria-hidden />
        </IconButton>
      }
      title={data === undefined ? undefined : `${data.name} · ${say(`role.${data.role}`)}`}
      items={[...(isPhone ? onPhone : []), { label: say('sign-out'), icon: <LogOut aria-hidden />, isApart: isPhone, onSelect: () => void signOut() }]}
    />
  )
}
