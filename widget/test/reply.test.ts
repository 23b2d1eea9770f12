import { expect, test } from "vitest";
import { addedPoints, configFrom, replyFrom } from "../src/reply";
import { summaryText } from "../src/summary";

const assessment = {
  kind: "assessment",
  text: "Not at home for now.",
  sources: ["doc-001"],
  references: [{ id: "doc-001", title: "An article", address: null }],
  assessment: { home: "do_not", professional: "see_professional_first", reasons: ["eczema"], unanswered: ["age", "heart"] },
  points: [{ text: "Eczema: infections spread easily.", sources: ["nhs"] }, "Not at home for now."],
};

test("only web addresses become links", () => {
  const references = ["javascript:alert(1)", "data:text/html,x", "https://example.com/a"].map((address, place) => ({
    id: `s${place}`,
    title: "A source",
    address,
  }));
  expect(replyFrom({ references }).references.map((one) => one.address)).toEqual([null, null, "https://example.com/a"]);
  expect(configFrom({ privacy_link: "javascript:alert(1)" }).privacyLink).toBeNull();
});

test("sources of points are named from the configuration, and listed once", () => {
  const reply = replyFrom(assessment, { nhs: { title: "NHS", address: null } });
  expect(reply.references.map((one) => one.title)).toEqual(["An article", "NHS"]);
});

test("a point that the text says already is not said again", () => {
  expect(addedPoints(replyFrom(assessment)).map((point) => point.text)).toEqual(["Eczema: infections spread easily."]);
});

test("the summary gives levels in words, reasons, sources and what it is not", () => {
  const text = summaryText(replyFrom(assessment));
  for (const part of ["At home: Do not do it", "See a professional first", "- Eczema", "[1] An article", "not a diagnosis"]) {
    expect(text).toContain(part);
  }
});

test("without a name nobody has reviewed the content", () => {
  expect(configFrom({ clinically_reviewed: { by: "", date: "" } }).clinicallyReviewed).toBeNull();
});
