/** A time as people write it, `2026-11-22 02:58 UTC`; a text that is no time as it is. */
export function spokenTime(iso: string): string {
  const time = Date.parse(iso);
  if (!Number.isFinite(time)) return iso;
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
