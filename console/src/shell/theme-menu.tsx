// Chooses light, dark or the system's.

import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { Menu } from '../kit/menu.tsx'
import { useWords } from '../words/words.ts'
import { themes, useTheme } from './theme.ts'

const icons = { system: Monitor, light: Sun, dark: Moon } as const

/** The menu of looks. */
export function ThemeMenu() {
  const say = useWords('shell')
  const { theme, isDark, choose } = useTheme()
  const Shown = isDark ? Moon : Sun
  return (
    <Menu
      trigger={
        <IconButton label={say('theme.title')}>
          <Shown aria-hidden />
        </IconButton>
      }
      items={themes.map((one) => {
        const Icon = icons[one]
        return { label: say(`theme.${one}`), icon: <Icon aria-hidden />, isChosen: one === theme, onSelect: () => choose(one) }
      })}
    />
  )
}
