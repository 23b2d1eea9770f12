/** Every word that the widget itself says. What the assistant says comes from the server. */

export const launcherTexts = {
  landmark: "Chat assistant",
  open: "Ask about microneedling",
  loading: "Opening the chat …",
  failed: "The chat could not be loaded. Please try again.",
};

export const texts = {
  title: "Microneedling questions",
  subtitle: "Sourced answers, not a doctor",
  conversation: "Conversation",
  you: "You",
  close: "Close the chat",

  noticeHeading: "Before you start",
  noticeWhat: "This is a program. It answers questions about microneedling at home and names the sources of its answers.",
  noticeNotDoctor: "It is not a doctor. It cannot examine you, and it cannot tell you that something is safe for you.",
  noticeNotReviewed: "Its content has not been clinically reviewed.",
  noticeReviewed: (by: string, date: string) => `Its content was clinically reviewed by ${by} on ${date}.`,
  noticeErase: "You can erase this conversation at any time.",
  privacy: "Privacy",
  newWindow: "opens in a new tab",

  greeting: "Hello. What would you like to know about microneedling?",
  aboutTopic: (topic: string) => `About: ${topic}`,
  earlierEnded: "Your earlier conversation has ended, so this is a new one.",
  writing: "The assistant is writing",

  composerLabel: "Your question",
  composerPlaceholder: "Type your question",
  send: "Send",
  charactersLeft: (left: number) => `${left} characters left`,

  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
  checkedOn: (date: string) => `last checked ${date}`,
  sourceNumbers: (numbers: string) => `source ${numbers}`,
  followUpsLabel: "You can also ask",
  choicesLabel: "What you can do next",
  clarifyLabel: "Which of these do you mean?",

  questionOf: (step: number, of: number) => `Question ${step} of ${of}`,
  chooseMany: "Choose all that apply",
  continue: "Continue",
  chooseFirst: "Choose at least one answer first.",

  assessmentHeading: "What your check found",
  atHome: "At home",
  withProfessional: "With a professional",
  why: "Why",
  copySummary: "Copy summary",
  copied: "Copied",
  copyFailed: "Copying did not work here. You can print the summary instead.",
  print: "Print",
  summaryTitle: "Microneedling: what the check found",
  summaryMade: (date: string) => `Made on ${date} by an automated assistant. It is not a diagnosis.`,

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
  errors: {
    offline: "There is no connection. What you wrote is kept here.",
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
