import { lengthOfMonth } from "./time";

const DATE = /^([0-9]{2})[-. \/]?([0-9]{2})[-. \/]?([0-9]{4}|[0-9]{2})/;
const SHORT_DATE = /^([0-9]{2})[-. \/]?([0-9]{2})[-. \/]?([0-9]{2})/;
const FIGURES = /^ *[-.\/]? *[0-9]{4}/;
const MIXED = /^ *[-.\/ ] *([0-9A-Za-z]{4})/;
const UUID = /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/g;

function isLetterOrFigure(character: string): boolean {
  return character !== "" && (/[0-9]/.test(character) || character.toLowerCase() !== character.toUpperCase());
}

function isBirthday(dayText: string, monthText: string, yearText: string): boolean {
  const month = Number(monthText);
  const years = yearText.length === 4 ? [Number(yearText)] : [18, 19, 20].map(function (c) { return c * 100 + Number(yearText); });
  const day = Number(dayText) > 60 ? Number(dayText) - 60 : Number(dayText);
  if (month < 1 || month > 12 || day < 1) return false;
  return years.some(function (year) { return day <= lengthOfMonth(year, month); });
}

function endsAfter(text: string): boolean {
  const figures = FIGURES.exec(text);
  if (figures && !isLetterOrFigure(text.charAt(figures[0].length))) return true;
  const mixed = MIXED.exec(text);
  return mixed !== null && /[0-9]/.test(mixed[1]) && /[A-Za-z]/.test(mixed[1]) && !isLetterOrFigure(text.charAt(mixed[0].length));
}

/** Whether a text holds what may be the number of a person. */
export function holdsPersonalNumber(words: string): boolean {
  const text = words.replace(UUID, "|");
  for (let start = 0; start < text.length; start++) {
    if (start > 0 && isLetterOrFigure(text.charAt(start - 1))) continue;
    for (const form of [DATE, SHORT_DATE]) {
      const found = form.exec(text.slice(start));
      if (found && isBirthday(found[1], found[2], found[3]) && endsAfter(text.slice(start + found[0].length))) return true;
    }
  }
  return false;
}
