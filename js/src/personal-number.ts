import { lengthOfMonth } from "./time";

const DATE = "^([0-9]{2})[-. /]?([0-9]{2})[-. /]?((?:18|19|20)?[0-9]{2})";
const FIGURES = " {0,2}[-./_:]? {0,2}[0-9]{4}";
const MIXED = " ?[-./_:] ?(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[0-9A-Za-z]{4}";
/** What stands for any letter or figure that is none of ASCII. */
const LETTER = "\u00f8";
/** What stands for any other character that is none of ASCII. */
const OTHER = "|";
const NUMBER = new RegExp(DATE + "(?:" + FIGURES + "|" + MIXED + ")(?![0-9A-Za-z" + LETTER + "])");
const UUID = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/g;
const ABOVE_ASCII = /[\ud800-\udbff][\udc00-\udfff]|[^\u0000-\u007f]/g;
const BLANK = /[\t-\r\u001c-\u001f\u0085\u1680\u2028\u2029]/g;
const DASH = /[\u2010-\u2015\u2212]/g;
/** Characters without a form of their own (Unicode category Cf), as a regular expression. */
export const INVISIBLE = "[\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b-\\u200f\\u202a-\\u202e" +
  "\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb]|\\ud804[\\udcbd\\udccd]|\\ud80d[\\udc30-\\udc3f]|\\ud82f[\\udca0-\\udca3]" +
  "|\\ud834[\\udd73-\\udd7a]|\\udb40[\\udc01\\udc20-\\udc7f]";
const EVERY_INVISIBLE = new RegExp(INVISIBLE, "g");
/** The noughts of the scripts with figures of their own; the other nine stand behind each. */
const NOUGHTS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090,
  0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50,
  0xabf0, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0,
  0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950,
];

/** Letters and figures of every script; where a program knows no such classes, the letters that have two cases. */
const IS_LETTER = (function (): (character: string) => boolean {
  try {
    const every = new RegExp("[\\p{L}\\p{N}]", "u");
    return function (character) { return every.test(character); };
  } catch {
    return function (character) { return character.toLowerCase() !== character.toUpperCase(); };
  }
})();

function isLetterOrFigure(character: string): boolean {
  return /[0-9A-Za-z]/.test(character) || character === LETTER;
}

function toAscii(character: string): string {
  const high = character.charCodeAt(0);
  const code = character.length === 2 ? (high - 0xd800) * 0x400 + character.charCodeAt(1) - 0xdc00 + 0x10000 : high;
  for (const nought of NOUGHTS) if (code >= nought && code < nought + 10) return String(code - nought);
  return IS_LETTER(character) ? LETTER : OTHER;
}

/** Returns the text with figures of every script, dashes and blanks in ASCII, and without what is invisible. */
function normalize(text: string): string {
  const composed = /[^\u0000-\u007f]/.test(text) ? text.normalize("NFKC") : text;
  return composed.replace(EVERY_INVISIBLE, "").replace(BLANK, " ").replace(DASH, "-").replace(ABOVE_ASCII, toAscii);
}

function isBirthday(dayText: string, monthText: string, yearText: string): boolean {
  const month = Number(monthText);
  const years = yearText.length === 4 ? [Number(yearText)] : [18, 19, 20].map(function (c) { return c * 100 + Number(yearText); });
  const day = Number(dayText) > 60 ? Number(dayText) - 60 : Number(dayText);
  if (month < 1 || month > 12 || day < 1) return false;
  return years.some(function (year) { return day <= lengthOfMonth(year, month); });
}

/** Whether a text holds what may be the number of a person. */
export function holdsPersonalNumber(words: string): boolean {
  const plain = normalize(words);
  const text = plain.replace(UUID, function (uuid, place: number) {
    return isLetterOrFigure(plain.charAt(place - 1)) || isLetterOrFigure(plain.charAt(place + uuid.length)) ? uuid : "x";
  });
  for (let start = 0; start < text.length; start++) {
    if (isLetterOrFigure(text.charAt(start - 1))) continue;
    const found = NUMBER.exec(text.slice(start));
    if (found && isBirthday(found[1], found[2], found[3])) return true;
  }
  return false;
}
