import { expect, test } from "vitest";
import { callsOf, phonePieces } from "../src/phone";

test("every number of a text can be called", () => {
  expect(phonePieces("112, 999 or 911").flatMap((piece) => piece.call ?? [])).toEqual(["tel:112", "tel:999", "tel:911"]);
  expect(phonePieces("112, 999 or 911").map((piece) => piece.text).join("")).toBe("112, 999 or 911");
});

test("spaces and the country code stay one number", () => {
  expect(callsOf([{ label: "Clinic", number: "+44 20 7946 0018" }])).toEqual([
    { label: "Clinic", number: "+44 20 7946 0018", call: "tel:+442079460018" },
  ]);
});
