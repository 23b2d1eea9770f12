/** Which text can be read on a colour that the site owner chose. */

export const DARK_TEXT = "#14201f";
export const LIGHT_TEXT = "#ffffff";

/** WCAG's relative luminance, 0 to 1, of a computed colour such as `rgb(15, 95, 92)`. */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Where light and dark text stand out alike: the square root of 1.05 * (0.0128, dark text's own, + 0.05), less 0.05. */
const MIDDLE = 0.207;

/** Dark or light text, whichever stands out more on `color` (a computed rgb colour). */
export function textOn(color: string): string {
  return luminance(color) > MIDDLE ? DARK_TEXT : LIGHT_TEXT;
}
