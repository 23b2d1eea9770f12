// A plain page for the web channel, served where the widget is not built. Everything is shown as text, never as markup.
"use strict";

const KEY = "needlewise:token";
const OUTCOMES = {
  do_not: "do not do it",
  see_professional_first: "see a professional first",
  wait_then_ask: "wait, then ask",
  caution: "take extra care",
  ok_usual_care: "nothing you told us rules it out",
};
const URGENCIES = {
  emergency_now: "Emergency: get help now",
  same_day_doctor: "See a doctor today",
  book_appointment: "Book an appointment",
  normal_healing: "Often part of normal healing",
};
const log = document.getElementById("log");
const status = document.getElementById("status");
const form = document.getElementById("form");
const text = document.getElementById("text");

function element(name, content, className) {
  const made = document.createElement(name);
  if (content) made.textContent = content;
  if (className) made.className = className;
  return made;
}

async function call(path, method, body) {
  const headers = {};
  const token = localStorage.getItem(KEY);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (response.status === 401) localStorage.removeItem(KEY);
  const content = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Error(content.detail || "That did not work. Please try again.");
  return content;
}

function visitorMessage(said) {
  for (const button of log.querySelectorAll("button")) button.remove();
  const message = element("div", "", "message visitor");
  message.append(element("p", `You: ${said}`));
  log.append(message);
}

function answersOf(payload) {
  const found = /^(\/\w+)(\{.*\})$/s.exec(payload);
  try {
    return { intent: found[1], answers: JSON.parse(found[2]).answers ?? [] };
  } catch {
    return { intent: "", answers: [] };
  }
}

function choiceOfMany(buttons) {
  const chosen = new Set();
  const rows = buttons.map((button) => {
    const shown = element("button", button.title);
    shown.type = "button";
    shown.ariaPressed = "false";
    shown.addEventListener("click", () => {
      if (!chosen.delete(button)) chosen.add(button);
      shown.ariaPressed = String(chosen.has(button));
    });
    return shown;
  });
  const go = element("button", "Continue");
  go.type = "button";
  go.addEventListener("click", () => {
    if (!chosen.size) return;
    const answers = [...chosen].map((button) => answersOf(button.payload));
    const payload = `${answers[0].intent}${JSON.stringify({ answers: answers.flatMap((one) => one.answers) })}`;
    say([...chosen].map((button) => button.title).join(", "), chosen.size === 1 ? [...chosen][0] : { payload });
  });
  return [...rows, go];
}

function buttonsOf(reply) {
  if (reply.select === "many") return choiceOfMany(reply.buttons);
  return reply.buttons.map((button) => {
    const shown = element("button", button.title);
    shown.type = "button";
    shown.addEventListener("click", () => say(button.title, button));
    return shown;
  });
}

function assistantMessage(reply) {
  const message = element("div", "", `message ${reply.kind}`);
  if (reply.urgency) message.append(element("p", URGENCIES[reply.urgency]));
  if (reply.heading) message.append(element("p", reply.heading));
  if (reply.progress) message.append(element("p", `Question ${reply.progress.step} of ${reply.progress.of}`, "about"));
  for (const paragraph of reply.text.split("\n\n")) message.append(element("p", paragraph));
  if (reply.assessment) {
    message.append(element("p", `At home: ${OUTCOMES[reply.assessment.home]}.`));
    message.append(element("p", `With a professional: ${OUTCOMES[reply.assessment.professional]}.`));
  }
  const points = element("ul");
  for (const point of reply.points ?? []) {
    const words = point.text ?? point;
    if (!reply.text.includes(words)) points.append(element("li", words));
  }
  if (points.childElementCount) message.append(points);
  for (const number of reply.call ?? []) message.append(element("p", `${number.label}: ${number.number}`));
  if (reply.references.length) {
    const sources = element("ul", "", "about");
    for (const reference of reply.references) {
      const line = element("li");
      const isLink = /^https?:\/\//.test(reference.address ?? "");
      const title = element(isLink ? "a" : "span", reference.title);
      if (isLink) Object.assign(title, { href: reference.address, rel: "noopener noreferrer" });
      line.append(title);
      sources.append(line);
    }
    const reviewed = reply.reviewed ? `, last checked on ${reply.reviewed}` : "";
    message.append(element("p", `Sources${reviewed}:`, "about"), sources);
  }
  message.append(...buttonsOf(reply));
  log.append(message);
}

async function say(shown, { payload, words }) {
  status.textContent = "The assistant is writing …";
  try {
    if (!localStorage.getItem(KEY)) localStorage.setItem(KEY, (await call("session", "POST")).token);
    const { replies } = await call("messages", "POST", payload ? { payload } : { text: words });
    visitorMessage(shown);
    replies.forEach(assistantMessage);
    log.lastElementChild.scrollIntoView({ block: "nearest" });
    status.textContent = "";
    text.focus();
    return true;
  } catch (error) {
    status.textContent = error instanceof TypeError ? "There is no connection. Please try again." : error.message;
    return false;
  }
}

async function start() {
  try {
    const config = await call("config", "GET");
    const review = config.clinically_reviewed;
    document.getElementById("notice").textContent += review
      ? ` Its content was clinically reviewed by ${review.by} on ${review.date}.`
      : " Its content has not been clinically reviewed.";
    if (/^https?:\/\//.test(config.privacy_link ?? "")) {
      Object.assign(document.getElementById("privacy"), { href: config.privacy_link, hidden: false });
    }
    assistantMessage(config.greeting);
    if (!localStorage.getItem(KEY)) return;
    for (const message of (await call("messages", "GET")).messages) {
      if (message.from === "visitor") visitorMessage(message.text);
      else assistantMessage(message);
    }
  } catch (error) {
    status.textContent = error.message;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (words && (await say(words, { words }))) text.value = "";
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
document.getElementById("forget").addEventListener("click", async () => {
  try {
    if (localStorage.getItem(KEY)) await call("session", "DELETE");
    localStorage.removeItem(KEY);
    log.replaceChildren();
    status.textContent = "This conversation has been erased.";
    text.focus();
  } catch (error) {
    status.textContent = error.message;
  }
});
start();
