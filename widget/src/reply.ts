/** What the server says, as the widget holds it. JSON is checked here, once, and nowhere else. */

export type Outcome = "do_not" | "see_professional_first" | "wait_then_ask" | "caution" | "ok_usual_care";
export type Urgency = "emergency_now" | "same_day_doctor" | "book_appointment" | "normal_healing";

export interface Button {
  title: string;
  payload: string;
}

export interface Reference {
  id: string;
  title: string;
  /** A web address (http or https), or null where the source is named without a link. */
  address: string | null;
}

export interface Point {
  text: string;
  sources: string[];
}

export interface Assessment {
  home: Outcome;
  professional: Outcome;
  reasons: string[];
  unanswered: string[];
}

export interface Reply {
  /** The server's id of the message, for feedback; the greeting has none. */
  id?: string;
  text: string;
  kind: string;
  topic: string | null;
  buttons: Button[];
  references: Reference[];
  /** The day of the last check against the sources, as YYYY-MM-DD. */
  reviewed?: string;
  select?: "one" | "many";
  progress?: { step: number; of: number };
  assessment?: Assessment;
  urgency?: Urgency;
  heading?: string;
  points: Point[];
  call: { label: string; number: string }[];
}

/** A way to a person: a telephone number, a mail address or a page, or what the page itself makes of the press. */
export interface HandOff {
  label: string;
  /** `tel:`, `mailto:` or a web address; null where only the page's own script does something. */
  address: string | null;
}

export interface Config {
  name: string;
  privacyLink: string | null;
  clinicallyReviewed: { by: string; date: string } | null;
  emergencyNumbers: string;
  retentionDays: number | null;
  /** Whether visitors agree to the notice before they can write. */
  consent: boolean;
  handOff: HandOff | null;
  greeting: Reply | null;
}

export type Said = ({ from: "visitor"; text: string; id?: string } | { from: "assistant"; reply: Reply }) & {
  /** When it was said, in milliseconds since 1970. */
  at?: number;
};

type Json = Record<string, any>;

/** A web address that may stand behind a link, or null: `javascript:` and the like must never get there. */
export function webAddress(value: unknown): string | null {
  return typeof value === "string" && /^https?:\/\//i.test(value) ? value : null;
}

function reference(id: string, found: Json | undefined): Reference {
  return { id, title: found?.title ?? id, address: webAddress(found?.address) };
}

export function replyFrom(json: Json): Reply {
  const named: Json[] = json.references ?? [];
  const points: Point[] = (json.points ?? []).map((point: string | Json) =>
    typeof point === "string" ? { text: point, sources: [] } : { text: point.text ?? "", sources: point.sources ?? [] },
  );
  const ids = new Set<string>([
    ...(json.sources ?? []),
    ...named.map((one) => one.id),
    ...points.flatMap((point) => point.sources),
  ]);
  return {
    id: json.id,
    text: json.text ?? "",
    kind: json.kind ?? "smalltalk",
    topic: json.topic ?? null,
    buttons: json.buttons ?? [],
    // Those that a reader can open come first.
    references: [...ids]
      .map((id) => reference(id, named.find((one) => one.id === id)))
      .sort((one, other) => Number(!one.address) - Number(!other.address)),
    reviewed: json.reviewed,
    select: json.select,
    progress: json.progress,
    assessment: json.assessment ?? undefined,
    urgency: json.urgency ?? undefined,
    heading: json.heading,
    points,
    call: json.call ?? [],
  };
}

/** The paragraphs of a plain text; a blank line parts them. */
export function partsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A card's paragraphs before its points, the points in their order, and the paragraphs after. */
export function partsOfCard(reply: Reply): { before: string[]; points: Point[]; after: string[] } {
  const added = addedPoints(reply);
  const points = [...reply.points.filter((point) => !added.includes(point)), ...added];
  const parts = partsOf(reply.text);
  // A point may be a paragraph of its own, or stand in one: what is said around it stays.
  const left = parts.map((part) => points.reduce((rest, { text }) => rest.replace(text, "").trim(), part));
  const first = left.findIndex((rest, place) => rest !== parts[place]);
  const split = first < 0 ? 1 : first + 1;
  return { before: left.slice(0, split).filter(Boolean), points, after: left.slice(split).filter(Boolean) };
}

/** The points that the reply's text does not say already. */
export function addedPoints({ points, text }: Reply): Point[] {
  return points.filter((point) => !text.includes(point.text));
}

function handOffFrom(json: Json | undefined): HandOff | null {
  if (!json?.label) return null;
  return { label: json.label, address: /^(https?:\/\/|tel:|mailto:)/i.test(json.address) ? json.address : null };
}

/** @param server where addresses without a host lie. */
export function configFrom(json: Json, server: string): Config {
  return {
    name: json.name ?? "",
    privacyLink: json.privacy_link ? webAddress(new URL(json.privacy_link, server).href) : null,
    clinicallyReviewed: json.clinically_reviewed?.by ? json.clinically_reviewed : null,
    emergencyNumbers: json.emergency_numbers ?? "",
    retentionDays: json.retention_days ?? null,
    consent: json.consent === true,
    handOff: handOffFrom(json.hand_off),
    greeting: json.greeting ? replyFrom(json.greeting) : null,
  };
}

export function saidFrom(json: Json): Said {
  const at = Date.parse(json.at) || undefined;
  return json.from === "visitor"
    ? { from: "visitor", text: json.payload ?? json.text ?? "", id: json.id, at }
    : { from: "assistant", reply: replyFrom(json), at };
}
