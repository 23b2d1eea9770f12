// The stand-in's replies: one of every kind, in the shape of the web channel's contract.

const SOURCES = {
  "doc-001": { id: "doc-001", title: "A blog article on whether needling at home is safe", address: null },
  "fda-numbing-creams-2024": {
    id: "fda-numbing-creams-2024",
    title: "FDA: warning on strong numbing creams, 2024",
    address: "https://www.fda.gov/drugs/numbing-creams",
  },
  "nhs-cellulitis": { id: "nhs-cellulitis", title: "NHS: Cellulitis", address: "https://www.nhs.uk/conditions/cellulitis/" },
};

const topicButton = (title, topic) => ({ title, payload: `/faq{"topic": "${topic}"}` });
const answerButton = (title, id) => ({ title, payload: `/check_answer{"answers": ["${id}"]}` });
const NONE = { title: "None of these", payload: "/check_none" };
const OTHERS = [
  { title: "Not sure", payload: "/check_not_sure" },
  { title: "Skip", payload: "/check_skip" },
  { title: "Why do you ask?", payload: "/check_why" },
];

function reply(kind, text, rest = {}) {
  const { sources = [], ...others } = rest;
  return {
    text,
    kind,
    topic: null,
    sources,
    references: sources.map((id) => SOURCES[id]),
    buttons: [],
    ...others,
  };
}

export const config = {
  name: "Alder Skin Clinic",
  privacy_link: "https://www.example.com/privacy",
  clinically_reviewed: null,
  emergency_numbers: "112, 999 or 911",
  greeting: reply("smalltalk", "Hello. What would you like to know? Type your question, or begin with one of these.", {
    buttons: [
      topicButton("Is it safe at home?", "home_safety"),
      topicButton("Does it hurt?", "pain"),
      { title: "Check if I should avoid it", payload: "/start_check" },
    ],
  }),
  retention_days: 30,
  consent: false,
  hand_off: null,
};

export const topics = { pain: "Does it hurt?", aftercare: "Looking after your skin afterwards" };

const pain = reply(
  "answer",
  "Most people feel pricks and not strong pain. Longer needles hurt more, and clinics often use a numbing cream.\n\nAt home, stop if it hurts. Strong numbing creams can upset the heart when they are spread widely or wrapped, so ask a pharmacist first. If pain gets worse on the days after, see a doctor that day.",
  {
    topic: "pain",
    sources: ["doc-001", "fda-numbing-creams-2024"],
    reviewed: "2026-11-21",
    buttons: [topicButton("How long is the recovery?", "downtime"), topicButton("How do I prepare?", "prepare")],
  },
);

const aftercare = reply("answer", "Keep the skin clean and leave it alone for a day. Use a plain moisturiser and stay out of the sun.", {
  topic: "aftercare",
  sources: ["doc-001"],
  reviewed: "2026-11-21",
});

const emergency = reply("triage", "This can be a severe allergic reaction. Call now and say that you have trouble breathing.", {
  urgency: "emergency_now",
  sources: ["nhs-cellulitis"],
  reviewed: "2026-11-21",
  call: [{ label: "Emergency", number: "112, 999 or 911" }],
  points: [
    "Lie down and do not walk about. Sit up if breathing is easier that way.",
    { text: "Use an adrenaline pen if you have one.", sources: ["nhs-cellulitis"] },
    "Do not drive yourself.",
  ],
});

const sameDay = reply("triage", "Pus can mean an infection. Let a doctor or pharmacist see it today. Do not squeeze it, and do not needle again.", {
  urgency: "same_day_doctor",
  sources: ["nhs-cellulitis"],
  reviewed: "2026-11-21",
  points: ["Get help faster if you also have a fever, feel faint, or the redness spreads."],
});

const questions = [
  reply("question", "Do any of these apply to the skin that you want to treat?\n\nYou can name more than one.", {
    select: "many",
    progress: { step: 1, of: 4 },
    buttons: [
      answerButton("Spots or acne just now", "active_acne"),
      answerButton("Eczema", "eczema"),
      answerButton("Psoriasis", "psoriasis"),
      NONE,
      ...OTHERS,
    ],
  }),
  reply("question", "Do you take a medicine that thins the blood?", {
    select: "one",
    progress: { step: 2, of: 4 },
    buttons: [answerButton("Yes", "blood_thinners"), answerButton("No", "no"), ...OTHERS],
  }),
  reply("question", "Are you pregnant or breastfeeding?", {
    select: "one",
    progress: { step: 3, of: 4 },
    buttons: [answerButton("Yes", "pregnant"), answerButton("No", "no"), ...OTHERS],
  }),
  reply("question", "Do your scars grow thick and raised?", {
    select: "one",
    progress: { step: 4, of: 4 },
    buttons: [answerButton("Yes", "keloid"), answerButton("No", "no"), ...OTHERS],
  }),
];

const ACNE = "Active spots: Needles can spread germs from them and mark the skin.";
const ECZEMA = "Eczema: The skin's barrier is weak, and an infection spreads easily.";
const assessment = reply("assessment", `Please do not needle yourself at home.\n\n${ACNE}\n\n${ECZEMA}\n\nA clinic may decide otherwise.`, {
  heading: "What your answers mean",
  sources: ["doc-001", "nhs-cellulitis"],
  reviewed: "2026-11-21",
  assessment: {
    home: "do_not",
    professional: "see_professional_first",
    reasons: ["active_acne", "eczema"],
    unanswered: ["blood_thinners"],
  },
  points: [
    { text: ACNE, sources: ["doc-001"] },
    { text: ECZEMA, sources: ["nhs-cellulitis", "doc-001"] },
  ],
  buttons: [topicButton("How do I choose a clinic?", "choose_clinic")],
});

const byTopic = { pain, aftercare };

/** The replies to a message. `state` is the session's own object, kept between turns. */
export function repliesTo({ text, payload }, state) {
  const said = payload ?? text;
  const topic = /^\/faq\{"topic": "(\w+)"\}$/.exec(said)?.[1];
  if (topic) return [byTopic[topic] ?? { ...aftercare, topic, text: `Here is what is known about ${topic}.` }];
  if (/breathe/.test(said)) return [emergency];
  if (/pus\b/.test(said)) return [sameDay];
  if (/eczema/.test(said) && text) return [{ ...assessment, heading: "For what you told me", buttons: [{ title: "Go through the whole check", payload: "/start_check" }] }];
  if (said === "/start_check") {
    state.step = 0;
    return [questions[0]];
  }
  if (said === "/check_why") return [reply("question", "Because needles can make it worse."), questions[state.step]];
  if (said.startsWith("/check_")) {
    state.step += 1;
    return [questions[state.step] ?? assessment];
  }
  if (/hrt|hurt/.test(said)) return [pain];
  if (/^microneedling$/.test(said)) {
    return [reply("clarify", "Which of these do you mean?", { buttons: [topicButton("Needle length", "needle_depth"), topicButton("A broken needle", "needle_break")] })];
  }
  return [reply("fallback", "I only answer about microneedling, so I cannot help with this.")];
}
