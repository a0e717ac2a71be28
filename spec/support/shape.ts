/** Where two JSON values differ in shape: fields that only one has, and fields of another type; null may stand for anything. */
export function differences(a: unknown, b: unknown, path = ''): readonly string[] {
  const [kindA, kindB] = [kind(a), kind(b)];
  if (kindA === 'null' || kindB === 'null') return [];
  if (kindA !== kindB) return [`${path}: ${kindA} and ${kindB}`];
  if (kindA === 'array')
    return (a as unknown[]).length > 0 && (b as unknown[]).length > 0
      ? differences((a as unknown[])[0], (b as unknown[])[0], `${path}[0]`)
      : [];
  if (kindA !== 'object' || MAPS.test(path)) return [];
  const [fieldsA, fieldsB] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(fieldsA), ...Object.keys(fieldsB)])].sort().flatMap((field) => {
    const at = `${path}.${field}`;
    if (!(field in fieldsA) || !(field in fieldsB)) return [`${at}: only in the ${field in fieldsA ? 'first' : 'second'}`];
    return differences(fieldsA[field], fieldsB[field], at);
  });
}

/** Their keys are somebody's words, not fields. */
const MAPS = /\.(Labels|Attributes|Sysctls|Volumes|ExposedPorts|Options)$/;

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return 'time';
  return typeof value;
}
