// What comes of a slider, said to who cannot see it: one polite line that stays in the page while its words change.
// It speaks once a while has passed without another change and no finger or button is down, never while a slider is drawn.
const QUIET_MS = 900;
const HEADS = ".b-verdict h2, .b-section h3";
const WORDS = ".b-value, .b-likely, .b-change";

const plain = (node) => node.textContent.replace(/[●○▲▼]/g, " ").replace(/\s+/g, " ").trim();

// "Loss in a bad year: −£2M, £18M → £16M, likely −3 to −1, less risk in 93 of 100"
function number(one) {
  const words = [...one.querySelectorAll(WORDS)].map(plain).filter(Boolean);
  const change = plain(one.querySelector(".b-value small"));
  if (change.includes("→")) words[0] = words[0].replace(` ${change}`, `, ${change}`);
  return `${plain(one.querySelector(".b-label summary") ?? one.querySelector(".b-label"))}: ${words.join(", ")}`;
}

const told = (answer) =>
  [...[...answer.querySelectorAll(HEADS)].map(plain), ...[...answer.querySelectorAll(".b-number")].map(number)]
    .map((said) => said.replace(/\.?$/, ".")).join(" ");

function line() {
  const said = document.getElementById("balance-said") ?? document.createElement("p");
  if (!said.isConnected) {
    said.id = "balance-said";
    said.setAttribute("role", "status");
    said.style.cssText = "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
    document.body.append(said);
  }
  return said;
}

export default function (component) {
  const part = `.st-key-${component.data.part}`;
  const said = line();
  let known = "", waiting = 0, touched = false, down = false;
  const now = () => { const answer = document.querySelector(part); return answer ? told(answer) : known; };
  const speak = () => { const heard = known; known = now(); if (known !== heard) said.textContent = known; };
  const later = () => { clearTimeout(waiting); if (touched && !down) waiting = setTimeout(speak, QUIET_MS); };
  // What stands there before anybody does anything is read like the rest of the page.
  const changes = new MutationObserver(() => { if (touched) later(); else known = now(); });
  const press = () => { touched = down = true; clearTimeout(waiting); };
  const key = () => { touched = true; };
  const release = () => { down = false; later(); };
  const heard = [["pointerdown", press], ["keydown", key], ["pointerup", release], ["pointercancel", release], ["blur", release]];
  known = now();
  changes.observe(document.querySelector('[data-testid="stMain"]') ?? document.body, { childList: true, subtree: true, characterData: true });
  for (const [what, does] of heard) window.addEventListener(what, does, true);
  return () => {
    clearTimeout(waiting);
    changes.disconnect();
    for (const [what, does] of heard) window.removeEventListener(what, does, true);
    said.textContent = "";
  };
}
