import { expect, test } from "vitest";
import { addedPoints, configFrom, partsOfCard, replyFrom } from "../src/reply";
import { summaryOf, summaryText } from "../src/summary";

const SERVER = "https://bot.example/webhooks/web/";

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
  expect(replyFrom({ references }).references.map((one) => one.address)).toEqual(["https://example.com/a", null, null]);
  expect(configFrom({ privacy_link: "javascript:alert(1)" }, SERVER).privacyLink).toBeNull();
  expect(configFrom({ privacy_link: "/webhooks/web/privacy" }, SERVER).privacyLink).toBe("https://bot.example/webhooks/web/privacy");
  expect(configFrom({ hand_off: { label: "Call us", address: "javascript:alert(1)" } }, SERVER).handOff?.address).toBeNull();
});

test("sources that can be opened come first, else they stay as they were", () => {
  const references = [null, "https://example.com/a", null, "https://example.com/b"].map((address, place) => ({ id: `s${place}`, title: "A source", address }));
  expect(replyFrom({ references }).references.map(({ id }) => id)).toEqual(["s1", "s3", "s0", "s2"]);
});

test("sources of points are listed once, after the reply's own", () => {
  const references = [...assessment.references, { id: "nhs", title: "NHS", address: null }];
  const reply = replyFrom({ ...assessment, references });
  expect(reply.references.map((one) => one.title)).toEqual(["An article", "NHS"]);
});

test("a point that the text says already is not said again", () => {
  expect(addedPoints(replyFrom(assessment)).map((point) => point.text)).toEqual(["Eczema: infections spread easily."]);
});

test("the summary gives levels in words, ranked reasons once, sources, day and what it is not", () => {
  const reply = replyFrom({
    ...assessment,
    heading: "What your answers mean",
    text: "Not at home for now.\n\nBlood thinners: You bleed more.\n\nA clinic may say otherwise.",
    points: [{ text: "Blood thinners: You bleed more.", sources: ["doc-001"] }, { text: "Eczema: It spreads.", sources: [] }],
  });
  expect(summaryText(summaryOf(reply, Date.UTC(2026, 10, 21, 12), "Alder Clinic"))).toBe(
    [
      "What your answers mean\nMade on 21 Nov 2026 by Alder Clinic, a program. It is not a diagnosis.\n1 source.",
      "At home: Do not do it\nWith a professional: See a professional first",
      "Not at home for now.",
      "1. Blood thinners: You bleed more. [1]\n2. Eczema: It spreads.",
      "A clinic may say otherwise.",
      "[1] An article",
    ].join("\n\n"),
  );
});

test("without a name nobody has reviewed the content", () => {
  expect(configFrom({ clinically_reviewed: { by: "", date: "" } }, SERVER).clinicallyReviewed).toBeNull();
});

test("a point that stands within a paragraph is said once", () => {
  const [first, second] = ["The main reason is eczema. It spreads.", "Blood thinners: You bleed more."];
  const text = `Please do not needle yourself at home. ${first}\n\n${second}\n\nA clinic may say otherwise.`;
  const points = [first, second].map((point) => ({ text: point, sources: [] }));
  const { before, points: found, after } = partsOfCard(replyFrom({ text, points }));
  expect(before).toEqual(["Please do not needle yourself at home."]);
  expect(found.map((point) => point.text)).toEqual([first, second]);
  expect(after).toEqual(["A clinic may say otherwise."]);
});
