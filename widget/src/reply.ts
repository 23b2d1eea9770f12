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

export type Sources = Record<string, { title: string; address: string | null }>;

export interface Config {
  name: string;
  privacyLink: string | null;
  clinicallyReviewed: { by: string; date: string } | null;
  emergencyNumbers: string;
  greeting: Reply | null;
  sources: Sources;
  /** Titles of the topics by their ids. */
  topics: Record<string, string>;
}

export type Said = { from: "visitor"; text: string } | { from: "assistant"; reply: Reply };

type Json = Record<string, any>;

/** A web address that may stand behind a link, or null: `javascript:` and the like must never get there. */
export function webAddress(value: unknown): string | null {
  return typeof value === "string" && /^https?:\/\//i.test(value) ? value : null;
}

function reference(id: string, found: Json | undefined): Reference {
  return { id, title: found?.title ?? id, address: webAddress(found?.address) };
}

/** A reply from its JSON; `sources` names those that the reply gives as ids only. */
export function replyFrom(json: Json, sources: Sources = {}): Reply {
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
    references: [...ids].map((id) => reference(id, named.find((one) => one.id === id) ?? sources[id])),
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

/** The points that the reply's text does not say already. */
export function addedPoints({ points, text }: Reply): Point[] {
  return points.filter((point) => !text.includes(point.text));
}

export function configFrom(json: Json): Config {
  const sources: Sources = json.sources ?? {};
  const numbers = json.emergency_numbers ?? "";
  return {
    name: json.name ?? "",
    privacyLink: webAddress(json.privacy_link),
    clinicallyReviewed: json.clinically_reviewed?.by ? json.clinically_reviewed : null,
    emergencyNumbers: Array.isArray(numbers) ? numbers.join(", ") : String(numbers),
    greeting: json.greeting ? replyFrom(json.greeting, sources) : null,
    sources,
    topics: json.topics ?? {},
  };
}

export function saidFrom(json: Json, sources: Sources): Said {
  return json.from === "visitor"
    ? { from: "visitor", text: json.text ?? json.payload ?? "" }
    : { from: "assistant", reply: replyFrom(json, sources) };
}
