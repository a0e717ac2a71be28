import { characters, fail, justified, type Spec } from './spec.ts';

/** Writes a text as Python does. */
export function formatText(text: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') fail(`"${spec.type}" is not for texts, allowed is s`);
  if (spec.sign !== '' || spec.grouping !== '' || spec.alternate || spec.align === '=')
    fail('a sign, "#", "=", "," and "_" are for numbers');
  return justified(
    { ...spec, align: spec.align ?? '<' },
    '',
    spec.precision === undefined ? text : characters(text, spec.precision).join(''),
  );
}
