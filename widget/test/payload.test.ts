import { expect, test } from "vitest";
import { canBeCombined, mergedPayload, titleOf, topicOf, topicPayload } from "../src/payload";

const answer = (title: string, id: string) => ({ title, payload: `/check_answer{"answers": ["${id}"]}` });
const eczema = answer("Eczema", "eczema");
const acne = answer("Spots", "active_acne");

test("several answers become one payload", () => {
  expect(mergedPayload([eczema, acne])).toBe('/check_answer{"answers": ["eczema", "active_acne"]}');
});

test.each(["none", "not_sure", "skip"])("%s stands alone", (id) => {
  expect(canBeCombined(answer("…", id))).toBe(false);
});

test.each(["/stop", '/faq{"topic": "pain"}', "/check_answer{broken", '/check_answer{"answers": "eczema"}'])(
  "%s is no answer to combine",
  (payload) => {
    expect(canBeCombined({ title: "…", payload })).toBe(false);
  },
);

test("a payload is shown by the titles of its buttons", () => {
  expect(titleOf(eczema.payload, [eczema, acne])).toBe("Eczema");
  expect(titleOf(mergedPayload([eczema, acne]), [eczema, acne])).toBe("Eczema, Spots");
  expect(titleOf("/stop", [eczema])).toBeNull();
});

test("a topic's payload names the topic", () => {
  expect(topicOf(topicPayload("aftercare"))).toBe("aftercare");
  expect(topicOf("/faq/aftercare")).toBe("aftercare");
  expect(topicOf("/faq is a question")).toBeNull();
});
