// Chooses the language of the console. Each is written in itself.

import { Languages } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { Menu } from '../kit/menu.tsx'
import { languages, setLanguage, useLanguage, useWords } from '../words/words.ts'

export const languageNames = { en: 'English', de: 'Deutsch', ru: 'Русский' } as const

/** The menu of languages. */
export function LanguageMenu() {
  const say = useWords('shell')
  const language = useLanguage()
  return (
    <Menu
      trigger={
        <IconButton label={say('language')}>
          <Languages aria-hidden />
        </IconButton>
      }
      items={languages.map((one) => ({ label: languageNames[one], isChosen: one === language, onSelect: () => void setLanguage(one) }))}
    />
  )
}
