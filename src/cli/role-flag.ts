// A role as somebody types it.

import { type Role, roles, roleWords } from '../model/admin-role.ts'
import { usageFailure } from './command-failure.ts'

/** Each role with what it may do. */
export const roleText = Object.entries(roleWords)
  .map(([role, words]) => `${role} ${words}`)
  .join('; ')

/** The role of this name. Throws a usage failure that names all of them. */
export function roleOf(text: string): Role {
  const role = roles.find((one) => one === text)
  if (role === undefined) throw usageFailure(`there is no role "${text}"`, `there are: ${roles.join(', ')}`)
  return role
}
