// What real people lack that a template prints without a default, in sentences.

import { useAsk } from '../../client/use-ask.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

/** "14 % of the people in abandoned-cart have no first_name, and the template gives no default." */
export function useGaps(template: string): readonly string[] {
  const say = useWords('templates')
  const formats = useFormats()
  const { data } = useAsk('GET /templates/gaps', {})
  const own = (data?.gaps ?? []).filter((gap) => gap.template === template)
  const sentences = own.map(({ field, journey, lack, looked }) => {
    const values = { share: formats.percent(lack / looked), field: field.replace('subscriber.', ''), journey: journey ?? '' }
    return say(journey === null ? 'gap.all' : 'gap.journey', values)
  })
  return [...new Set(sentences)]
}
