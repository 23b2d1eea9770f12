import { expect, test } from "vitest";
import { DARK_TEXT, LIGHT_TEXT, textOn } from "../src/contrast";

test.each([
  ["rgb(15, 95, 92)", LIGHT_TEXT],
  ["rgb(255, 214, 10)", DARK_TEXT],
  ["rgb(255, 255, 255)", DARK_TEXT],
  ["rgba(20, 20, 20, 1)", LIGHT_TEXT],
])("text on %s is %s", (color, text) => {
  expect(textOn(color)).toBe(text);
});
