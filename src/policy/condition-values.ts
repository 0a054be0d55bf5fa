const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** An integer or decimal number; undefined for text that is none. */
export function parseNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/i;

/**
 * Milliseconds since 1970 of an ISO 8601 date in one of the forms of https://www.w3.org/TR/NOTE-datetime, or of a number of
 * seconds since 1970; undefined for text that is neither. Four digits are a year. Without a time zone it is UTC.
 */
export function parseDate(text: string): number | undefined {
  const [whole, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] =
    DATE.exec(text) ?? [];
  if (whole === undefined) return /^\d{1,12}(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
  const parts = [month, day, hour, minute, second].map(Number);
  const [months = 1, days = 1, hours = 0, minutes = 0, seconds = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), months - 1, days);
  if (date.getUTCMonth() !== months - 1 || date.getUTCDate() !== days) return undefined;
  if (hours > 24 || minutes > 59 || seconds > 60) return undefined;
  const offset = zoneMinutes(zone);
  return date.getTime() + ((hours * 60 + minutes - offset) * 60 + seconds) * 1000 + Number(`0.${fraction}`) * 1000;
}

function zoneMinutes(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.replaceAll(/\D/g, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** `true` or `false`, in any case; undefined for other text. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Base64 text in one spelling, so that equal bytes are equal text; undefined for text that is no base64. */
export function parseBase64(text: string): string | undefined {
  const body = text.replace(/={0,2}$/, '');
  return /^[A-Za-z0-9+/]*$/.test(body) && body.length % 4 !== 1
    ? Buffer.from(body, 'base64').toString('base64')
    : undefined;
}
