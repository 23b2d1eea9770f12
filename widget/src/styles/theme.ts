import { css } from "lit";

/** Colours. Every pair of text and ground has a contrast of 4.5 to 1 or more in both themes. */
const light = css`
  --ground: #fbfaf7;
  --surface: #ffffff;
  --sunken: #f2f0ea;
  --ink: #1b2928;
  --quiet: #52615f;
  --line: #d9dcd6;
  --edge: #7d8b88;
  --link: #0b5351;
  --danger: #8f1d14;
  --stop-ground: #fdecea;
  --stop-ink: #8a1a12;
  --ask-ground: #fdf2df;
  --ask-ink: #744600;
  --wait-ground: #e9f1fa;
  --wait-ink: #1c4a80;
  --calm-ground: #eaf2ef;
  --calm-ink: #2b504b;
  --alarm: #b3261e;
  --on-alarm: #ffffff;
  --shadow: 0 4px 14px rgb(16 32 31 / 12%), 0 20px 60px rgb(16 32 31 / 24%);
  color-scheme: light;
`;

const dark = css`
  --ground: #141b1c;
  --surface: #1e2829;
  --sunken: #263233;
  --ink: #e9efed;
  --quiet: #a9b8b5;
  --line: #364446;
  --edge: #7f908d;
  --link: #8fd8cf;
  --danger: #ffb4ab;
  --stop-ground: #42201d;
  --stop-ink: #ffc9c3;
  --ask-ground: #3d2f14;
  --ask-ink: #ffd899;
  --wait-ground: #1b2f47;
  --wait-ink: #bcdcff;
  --calm-ground: #20342f;
  --calm-ink: #bfe3da;
  --alarm: #b3261e;
  --on-alarm: #ffffff;
  --shadow: 0 4px 14px rgb(0 0 0 / 40%), 0 20px 60px rgb(0 0 0 / 60%);
  color-scheme: dark;
`;

export const themeStyles = css`
  :host {
    ${light}
    --primary: var(--needlewise-color, #0f5f5c);
    --on-primary: var(--nw-on-color, #ffffff);
    --radius: var(--needlewise-radius, 18px);
  }
  :host([theme="dark"]) {
    ${dark}
  }
  /* Links, marks and the focus take the owner's colour, as dark or as light as the ground needs it. */
  @supports (color: oklch(from red l c h)) {
    :host {
      --link: oklch(from var(--primary) min(l, 0.44) c h);
    }
    :host([theme="dark"]) {
      --link: oklch(from var(--primary) max(l, 0.82) min(c, 0.12) h);
    }
  }
`;
