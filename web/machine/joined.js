/** Several arrays of numbers as one, of the kind of the first. */
export function joined(parts) {
  const all = new (parts[0]?.constructor ?? Float64Array)(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
