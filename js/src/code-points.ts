/** Compares texts by code points. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x !== y) {
      // A surrogate stands for a character above all others of one unit.
      if (x >= 0xd800 && x < 0xe000) x += 0x10000;
      if (y >= 0xd800 && y < 0xe000) y += 0x10000;
      return x - y;
    }
  }
  return a.length - b.length;
}
