// The choice of a role, with what the chosen one may do.

import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { type Role, roles } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'

/** <RoleField role={role} onChoose={setRole} /> */
export function RoleField({ role, onChoose }: { readonly role: Role; readonly onChoose: (role: Role) => void }) {
  const say = useWords('settings')
  return (
    <Field label={say('team.role')} hint={say(`role-means.${role}`)}>
      {(parts) => (
        <Select {...parts} value={role} onChange={(event) => onChoose(event.target.value as Role)}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {say(`role.${one}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
