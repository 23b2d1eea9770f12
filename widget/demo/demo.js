// What a site owner may add: buttons of the page's own that open the chat, on a topic where they name one.
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => window.needlewise?.open(button.dataset.ask || undefined));
}
