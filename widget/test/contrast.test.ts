import { expect, test } from "vitest";
import { DARK_TEXT, LIGHT_TEXT, luminance, textOn } from "../src/contrast";

test.each([
  ["rgb(15, 95, 92)", LIGHT_TEXT],
  ["rgb(255, 214, 10)", DARK_TEXT],
  ["rgb(255, 255, 255)", DARK_TEXT],
  ["rgba(20, 20, 20, 1)", LIGHT_TEXT],
])("text on %s is %s", (color, text) => {
  expect(textOn(color)).toBe(text);
});

test("of both texts the one that stands out more is taken", () => {
  const dark = luminance("rgb(20, 32, 31)");
  for (let grey = 0; grey < 256; grey++) {
    const color = `rgb(${grey}, ${grey}, ${grey})`;
    const ground = luminance(color) + 0.05;
    expect(textOn(color), color).toBe(1.05 / ground >= ground / (dark + 0.05) ? LIGHT_TEXT : DARK_TEXT);
  }
});
