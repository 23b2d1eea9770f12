/** Telephone numbers inside a text such as "112, 999 or 911". */

export interface Piece {
  text: string;
  /** The address of a call, `tel:…`, where the piece is a number. */
  call?: string;
}

const NUMBER = /\+?\d(?:[\d ().-]*\d)?/g;

export function phonePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(NUMBER)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: match[0], call: `tel:${match[0].replace(/[^\d+]/g, "")}` });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** One entry for each number that a call names. */
export function callsOf(calls: { label: string; number: string }[]): { label: string; number: string; call: string }[] {
  return calls.flatMap(({ label, number }) =>
    phonePieces(number).flatMap((piece) => (piece.call ? [{ label, number: piece.text, call: piece.call }] : [])),
  );
}
