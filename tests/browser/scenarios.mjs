// What the tests' visitors type, and what must come. One place, for the stand-in and for the real server alike.

export const scenarios = {
  faq: { say: "Does microneedling hurt?", topic: "pain" },
  manySources: { say: "is it safe to do at home?", topic: "home_safety" },
  faqMisspelt: { say: "does it hrt with a derma roller", topic: "pain" },
  check: { say: "I have eczema, can I use a derma roller?", button: "Go through the whole check" },
  emergency: { say: "My lips and tongue are swelling and I cannot breathe properly since I used the roller" },
  sameDay: { say: "There is yellow pus coming out of my cheek three days after needling" },
  healing: { say: "Is some redness normal the day after?" },
  clarify: { say: "microneedling" },
  outOfScope: { say: "Which train goes to Leeds tomorrow?" },
  topicOfPage: { id: "aftercare", title: "Looking after your skin afterwards" },
};

/** Typed by somebody who tries to get markup into the page. */
export const MARKUP = '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script><b>bold</b> does it hurt?';

/** The most questions that the guided check may ask before its summary. */
export const MOST_QUESTIONS = 25;
