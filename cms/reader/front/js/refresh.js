// Look again at what is on the screen, so that nothing withdrawn stays there: when the page comes
// back into sight, when the network does, and every two minutes while it is being read.

const EVERY = 120_000;

export function keepFresh(look) {
  let looking = false;
  const lookAgain = async () => {
    if (looking || document.visibilityState !== "visible") return;
    looking = true;
    await look();
    looking = false;
  };
  document.addEventListener("visibilitychange", lookAgain);
  addEventListener("pageshow", (event) => event.persisted && lookAgain());
  addEventListener("online", lookAgain);
  setInterval(lookAgain, EVERY);
}
