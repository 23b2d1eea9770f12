/** Every word that the widget itself says, in English. What the assistant says comes from the server. */

export const english = {
  /** The language of these words, as `lang` names it. */
  language: "en-GB",
  /** Set in a language that is written from right to left. */
  direction: undefined as "rtl" | "ltr" | undefined,

  title: "Microneedling questions",
  subtitle: "Sourced answers, not a doctor",
  conversation: "Conversation",
  you: "You",
  close: "Close the chat",

  noticeHeading: "Before you start",
  noticeWhat: "This is a program, not a doctor.",
  noticeNotReviewed: "Its content has not been clinically reviewed.",
  noticeReviewed: (by: string, date: string) => `Its content was clinically reviewed by ${by} on ${date}.`,
  noticeMore: "What it does and what it keeps",
  noticeDoes: "It answers questions about microneedling at home and names the sources of its answers.",
  noticeCannot: "It cannot examine you, and it cannot tell you that something is safe for you.",
  noticeKept: (days: number) =>
    `What you write, and what it tells about your health, is stored on this site's server until ${days === 1 ? "1 day" : `${days} days`} after your last message.`,
  noticeErase: "You can erase it at any time with the bin above.",
  privacy: "Privacy",
  consentQuestion: "What you write here may tell about your health. It is stored as said above. Do you agree?",
  consentYes: "I agree",
  newWindow: "opens in a new tab",

  greeting: "Hello. What would you like to know about microneedling?",
  aboutTopic: (topic: string) => `About: ${topic}`,
  earlierEnded: "Your earlier conversation has ended, so this is a new one.",
  writing: "The assistant is writing",
  slow: "This takes longer than usual.",
  below: "More below",
  latest: "Jump to the latest",

  composerLabel: "Your question",
  composerPlaceholder: "Type your question",
  composerAnswer: "Or type your answer",
  send: "Send",
  charactersLeft: (left: number) => `${left} characters left`,

  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
  moreSources: (count: number) => (count === 1 ? "1 more source" : `${count} more sources`),
  checkedOn: (date: string) => `last checked ${date}`,
  sourceNumbers: (numbers: string) => `source ${numbers}`,
  followUpsLabel: "You can also ask",
  choicesLabel: "What you can do next",
  clarifyLabel: "Which of these do you mean?",

  questionOf: (step: number, of: number) => `Question ${step} of ${of}`,
  chooseOne: "Choose an answer",
  chooseMany: "Choose all that apply",
  back: "Back",
  backFailed: "Going back did not work just now.",
  continue: "Continue",
  chooseFirst: "Choose at least one answer first.",

  assessmentLabel: "For you",
  atHome: "At home",
  withProfessional: "With a professional",
  copySummary: "Copy summary",
  copied: "Copied",
  copyFailed: "Copying did not work here. You can print the summary instead.",
  print: "Print",
  summarySources: "Sources",
  summaryMade: (date: string, name: string) => `Made on ${date} by ${name || "an automated assistant"}, a program. It is not a diagnosis.`,

  outcome: {
    do_not: "Do not do it",
    see_professional_first: "See a professional first",
    wait_then_ask: "Wait, then ask",
    caution: "Take extra care",
    ok_usual_care: "Nothing you told us rules it out",
  },
  urgency: {
    emergency_now: "Emergency: get help now",
    same_day_doctor: "See a doctor today",
    book_appointment: "Book an appointment",
    normal_healing: "Often part of normal healing",
  },
  call: (label: string, number: string) => (label && label !== number ? `${label}: ${number}` : `Call ${number}`),
  emergencyLine: "In an emergency call",
  /** For as long as the site's own numbers are not known: those of data/site.yml for an unknown country. */
  emergencyNumbers: "112, 999 or 911",
  /** Words of danger: a message that has one and does not get an answer shows the numbers. Rather too many than too few. */
  danger:
    /breath|brethe?|brea?th(e|ing)|chok|suffocat|wheez|gasp|anaphyla|epipen|adrenalin|(throat|tongue|lips?|face|mouth|eyes?).{0,40}(swell|swol|clos|tight|blue|big)|(swell|swol).{0,40}(throat|tongue|lips?|face|mouth|eyes?)|chest|heart attack|stroke|seizure|convuls|having a fit|faint|pass(ed|ing)? out|black(ed|ing)? out|collaps|unconscious|unresponsive|won.?t wake|(can.?t|cannot|could ?n.?t) (see|breath|swallow|stop|move|feel|wake|stay awake)|blind|los(t|ing) (my |her |his )?(vision|sight)|stiff neck|confus|slurr|sepsis|septic|spurt|pouring|bleed.{0,30}(stop|lot|heav|bad)|(lot|much) (of )?blood|purple|blotch|overdos|suicid|kill (my|her|him)self|end my life|want to die|self.?harm|emergency|ambulance|dying/i,
  dangerHeading: "If this is happening now, do not wait for this chat. Call:",

  helpfulQuestion: "Was this helpful?",
  helpful: "Yes, helpful",
  notHelpful: "No, not helpful",
  thanks: "Thank you.",
  reasonLabel: "What was missing or wrong? (optional)",
  reasonSend: "Send",
  reasonSkip: "Skip",
  feedbackFailed: "Your feedback could not be sent. Please try again.",

  notSent: "Not sent.",
  retry: "Try again",
  offline: "You are offline. What you wrote is kept and is sent when you are back.",
  unanswered: "No answer has come yet. Trying again does not send it twice.",
  errors: {
    offline: "There is no connection. What you wrote is kept here.",
    origin: "This chat is not switched on for this page yet. What you wrote is kept here.",
    unavailable: "The assistant is not available just now. What you wrote is kept here.",
    too_long: "This message is too long. Please shorten it.",
    rejected: "This message could not be sent as it is.",
    ended: "Your conversation has ended. Please try again.",
  },
  limited: (seconds: number) =>
    `That was a lot of messages in a short time. Please wait ${seconds === 1 ? "1 second" : `${seconds} seconds`}, then try again.`,
  edit: "Edit",
  historyFailed: "Your earlier messages could not be loaded.",

  forget: "Forget this conversation",
  forgetQuestion: "Erase this conversation? It is deleted from the server too and cannot be brought back.",
  forgetYes: "Erase it",
  forgetNo: "Keep it",
  forgotten: "This conversation has been erased.",
  forgetFailed: "It could not be erased just now. Please try again in a few minutes.",
  forgetEnded: "This conversation had already ended. It has been removed from this device.",
};

export type Texts = typeof english;
