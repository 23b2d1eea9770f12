/** Every word that the widget itself says, in German. */

import type { Texts } from "./en";

export const german: Texts = {
  language: "de",
  direction: "ltr",

  title: "Fragen zum Microneedling",
  subtitle: "Antworten mit Quellen, kein Arzt",
  conversation: "Unterhaltung",
  you: "Sie",
  close: "Chat schließen",

  noticeHeading: "Bevor Sie beginnen",
  noticeWhat: "Dies ist ein Programm, kein Arzt. Es versteht und antwortet auf Englisch.",
  noticeNotReviewed: "Der Inhalt ist nicht ärztlich geprüft.",
  noticeReviewed: (by, date) => `Der Inhalt wurde am ${date} von ${by} ärztlich geprüft.`,
  noticeMore: "Was es tut und was es speichert",
  noticeDoes: "Es beantwortet Fragen zum Microneedling zu Hause und nennt die Quellen seiner Antworten.",
  noticeCannot: "Es kann Sie nicht untersuchen und nicht sagen, dass etwas für Sie sicher ist.",
  noticeKept: (days) =>
    `Was Sie schreiben, auch über Ihre Gesundheit, wird auf dem Server dieser Website gespeichert, bis ${days === 1 ? "1 Tag" : `${days} Tage`} nach Ihrer letzten Nachricht.`,
  noticeErase: "Sie können es jederzeit mit dem Papierkorb oben löschen.",
  privacy: "Datenschutz",
  consentQuestion: "Was Sie hier schreiben, kann Ihre Gesundheit betreffen. Es wird wie oben beschrieben gespeichert. Sind Sie einverstanden?",
  consentYes: "Ich bin einverstanden",
  newWindow: "öffnet in einem neuen Tab",

  greeting: "Hello. What would you like to know about microneedling?",
  aboutTopic: (topic) => `Thema: ${topic}`,
  earlierEnded: "Ihre frühere Unterhaltung ist beendet, dies ist eine neue.",
  writing: "Der Assistent schreibt",
  slow: "Das dauert länger als sonst.",
  below: "Unten geht es weiter",
  latest: "Zum Neuesten",

  composerLabel: "Ihre Frage",
  composerPlaceholder: "Ihre Frage (auf Englisch)",
  composerAnswer: "Oder tippen Sie Ihre Antwort",
  send: "Senden",
  charactersLeft: (left) => `noch ${left} Zeichen`,

  sources: (count) => (count === 1 ? "1 Quelle" : `${count} Quellen`),
  moreSources: (count) => (count === 1 ? "1 weitere Quelle" : `${count} weitere Quellen`),
  checkedOn: (date) => `zuletzt geprüft am ${date}`,
  sourceNumbers: (numbers) => `Quelle ${numbers}`,
  followUpsLabel: "Sie können auch fragen",
  choicesLabel: "Was Sie jetzt tun können",
  clarifyLabel: "Was davon meinen Sie?",

  questionOf: (step, of) => `Frage ${step} von ${of}`,
  chooseOne: "Wählen Sie eine Antwort",
  chooseMany: "Wählen Sie alles, was zutrifft",
  back: "Zurück",
  backFailed: "Zurückgehen ging gerade nicht.",
  continue: "Weiter",
  chooseFirst: "Wählen Sie zuerst mindestens eine Antwort.",

  assessmentLabel: "Für Sie",
  atHome: "Zu Hause",
  withProfessional: "Bei einer Fachperson",
  copySummary: "Zusammenfassung kopieren",
  copied: "Kopiert",
  copyFailed: "Kopieren ging hier nicht. Sie können stattdessen drucken.",
  print: "Drucken",
  summarySources: "Quellen",
  summaryMade: (date, name) => `Erstellt am ${date} von ${name || "einem Assistenten"}, einem Programm. Das ist keine Diagnose.`,

  outcome: {
    do_not: "Tun Sie es nicht",
    see_professional_first: "Fragen Sie zuerst eine Fachperson",
    wait_then_ask: "Warten Sie und fragen Sie dann",
    caution: "Besondere Vorsicht",
    ok_usual_care: "Nichts von dem, was Sie sagten, spricht dagegen",
  },
  urgency: {
    emergency_now: "Notfall: holen Sie jetzt Hilfe",
    same_day_doctor: "Gehen Sie heute zum Arzt",
    book_appointment: "Machen Sie einen Termin",
    normal_healing: "Oft Teil der normalen Heilung",
  },
  call: (label, number) => (label && label !== number ? `${label}: ${number}` : `${number} anrufen`),
  emergencyLine: "Im Notfall rufen Sie an:",
  emergencyNumbers: "112",
  danger:
    /atem|atm|luft|erstick|keuch|(hals|zunge|lippe|gesicht|auge).{0,40}(schwell|geschwoll|eng|zu\b|blau)|(schwell|geschwoll).{0,40}(hals|zunge|lippe|gesicht|auge)|brust|herzinfarkt|schlaganfall|krampf|ohnm|ohnmächtig|bewusstlos|kollabier|blind|nicht (mehr )?(sehen|schlucken|bewegen|fühlen)|nackensteif|steifer nacken|verwirrt|sepsis|blutvergiftung|blut.{0,30}(viel|stark|hört nicht|stopp)|viel blut|überdosis|selbstmord|suizid|umbringen|sterben|notfall|notarzt|krankenwagen|breath|chok|swell|swol|throat|chest|faint|collaps|unconscious|seizure|stroke|bleed|suicid|kill myself|emergency/i,
  dangerHeading: "Wenn das gerade geschieht, warten Sie nicht auf diesen Chat. Rufen Sie an:",

  helpfulQuestion: "War das hilfreich?",
  helpful: "Ja, hilfreich",
  notHelpful: "Nein, nicht hilfreich",
  thanks: "Danke.",
  reasonLabel: "Was fehlte oder war falsch? (freiwillig)",
  reasonSend: "Senden",
  reasonSkip: "Überspringen",
  feedbackFailed: "Ihre Rückmeldung konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.",

  notSent: "Nicht gesendet.",
  retry: "Noch einmal versuchen",
  offline: "Sie sind offline. Was Sie schrieben, bleibt erhalten und wird gesendet, sobald Sie wieder verbunden sind.",
  unanswered: "Noch ist keine Antwort gekommen. Ein neuer Versuch sendet es nicht zweimal.",
  errors: {
    offline: "Es gibt keine Verbindung. Was Sie schrieben, bleibt hier erhalten.",
    origin: "Dieser Chat ist für diese Seite noch nicht eingeschaltet. Was Sie schrieben, bleibt hier erhalten.",
    unavailable: "Der Assistent ist gerade nicht erreichbar. Was Sie schrieben, bleibt hier erhalten.",
    too_long: "Diese Nachricht ist zu lang. Bitte kürzen Sie sie.",
    rejected: "Diese Nachricht konnte so nicht gesendet werden.",
    ended: "Ihre Unterhaltung ist beendet. Bitte versuchen Sie es noch einmal.",
  },
  limited: (seconds) =>
    `Das waren viele Nachrichten in kurzer Zeit. Bitte warten Sie ${seconds === 1 ? "1 Sekunde" : `${seconds} Sekunden`} und versuchen Sie es dann noch einmal.`,
  edit: "Bearbeiten",
  historyFailed: "Ihre früheren Nachrichten konnten nicht geladen werden.",

  forget: "Diese Unterhaltung vergessen",
  forgetQuestion: "Diese Unterhaltung löschen? Sie wird auch auf dem Server gelöscht und kann nicht zurückgeholt werden.",
  forgetYes: "Löschen",
  forgetNo: "Behalten",
  forgotten: "Diese Unterhaltung wurde gelöscht.",
  forgetFailed: "Sie konnte gerade nicht gelöscht werden. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
  forgetEnded: "Diese Unterhaltung war schon beendet. Sie wurde von diesem Gerät entfernt.",
};

Object.assign(globalThis, { needlewiseTexts: german });
