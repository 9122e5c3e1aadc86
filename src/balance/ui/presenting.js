// Presentation mode in the browser: a page's blocks are dealt out over as many views as the screen needs, none of them
// cut; keys walk through the views and on to the next page. Nothing is fetched and nothing leaves the page.
const STAGE = '[data-testid="stMainBlockContainer"]';
const BAR = '[data-testid="stBottom"]';
const SMALLER = 0.78; // so much smaller a block may be shown to stay on the view of what comes before it
const SMALLEST = 0.6; // and so much to be shown whole at all
const ROOMY = 0.55, FEWEST = 8; // a table that has to be cut is cut to what is left of a view, if that is so much
// `less` is how much lower than the stage a view of this dealing may be: once one view showed it, it holds for all, so that
// walking on never deals the views anew.
const memory = (window.balancePresenting ??= { page: "", view: 0, views: 1, landing: "first", passing: false, dealing: "", less: 0 });

function blocks(node, found = []) {
  for (const child of node.children) {
    const kind = child.dataset.testid ?? "";
    const together = [...child.classList].some((name) => name.startsWith("st-key-view-"));
    const inner = kind === "stLayoutWrapper" ? child.firstElementChild : child;
    const opens = inner?.dataset.testid === "stVerticalBlock" && !together && !isTogether(inner);
    if (opens) blocks(inner, found);
    else if (child.getBoundingClientRect().height > 1) found.push(child);
  }
  return found;
}

const isTogether = (node) => [...node.classList].some((name) => name.startsWith("st-key-view-"));

// A title alone, which stays with what it is the title of.
function isHeading(node) {
  const written = node.querySelectorAll('[data-testid="stHtml"]');
  return written.length === 1 && written[0].lastElementChild?.matches(".b-section, .b-verdict")
    && node.querySelector('[data-testid="stPlotlyChart"]') === null;
}

function mark(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function restore(block) {
  for (const name of ["data-balance-squeezed", "data-balance-scrolls"]) mark(block, name, null);
  for (const name of ["data-balance-left-out", "data-balance-more"])
    for (const row of block.querySelectorAll(`[${name}]`)) mark(row, name, null);
}

const height = (block) => block.getBoundingClientRect().height;

function scaled(block, scale) {
  mark(block, "data-balance-squeezed", scale === 1 ? null : "");
  block.style.setProperty("--b-z", scale.toFixed(3));
  block.style.setProperty("--b-less", `${-Math.floor(block.offsetHeight * (1 - scale))}px`);
}

// A block shown smaller, but never smaller than `least`; whether it fits then.
function squeezed(block, room, least) {
  for (let turn = 0, scale = 1; turn < 5 && height(block) > room && scale > least; turn += 1) {
    scale = Math.max((scale * room) / height(block) - 0.004, least);
    scaled(block, scale);
  }
  if (height(block) <= room + 1) return true;
  if (least > SMALLEST) scaled(block, 1);
  return false;
}

// A block with one table whose last rows stay on the page, which it says; whether it fits then.
function shortened(block, room, fewest) {
  const tables = block.querySelectorAll(".b-table tbody");
  const rows = tables.length === 1 ? [...tables[0].rows] : [];
  for (let left = 1; rows.length > fewest && height(block) > room; left += 1) {
    mark(tables[0].parentElement, "data-balance-more", String(left));
    mark(rows.pop(), "data-balance-left-out", "");
  }
  return height(block) <= room;
}

// A block taller than the screen: the last rows of its table stay on the page, else it is shown smaller, else it scrolls.
function fit(block, room) {
  if (shortened(block, room, 3) || squeezed(block, room, SMALLEST)) return;
  mark(block, "data-balance-scrolls", "");
  block.style.setProperty("--b-room", `${Math.floor(room / SMALLEST / stageScale())}px`);
}

function stageScale() {
  const stage = document.querySelector(STAGE);
  return stage && stage.offsetWidth ? stage.getBoundingClientRect().width / stage.offsetWidth : 1;
}

function dealt(found, room, gap) {
  const views = [];
  let left = 0;
  for (let at = 0; at < found.length; at += 1) {
    const group = [found[at]];
    while (isHeading(group.at(-1)) && at + 1 < found.length) group.push(found[(at += 1)]);
    const tail = group.at(-1);
    if (isHeading(tail) && views.length > 0) continue; // a title of what a presentation leaves out
    const heads = group.slice(0, -1).reduce((sum, one) => sum + height(one) + gap, 0);
    const here = left - gap - heads;
    const cut = height(tail) > room - heads && here > room * ROOMY; // too long for a view of its own as well
    const stays = views.length > 0 && (height(tail) <= here || (here > 0 && squeezed(tail, here, SMALLER))
      || (cut && shortened(tail, here, FEWEST)));
    if (!stays) {
      restore(tail);
      views.push([]);
      left = room;
      fit(tail, room - heads);
    } else left -= gap;
    views.at(-1).push(...group);
    left -= heads + height(tail);
  }
  return views;
}

function arrange() {
  const stage = document.querySelector(STAGE), bar = document.querySelector(BAR);
  if (!stage || !bar) return;
  const column = stage.querySelector('[data-testid="stVerticalBlock"]');
  if (!column) return;
  const style = getComputedStyle(stage), scale = stageScale();
  const width = stage.offsetWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  stage.style.setProperty("--b-stage", `${Math.round(width)}px`);
  const top = stage.getBoundingClientRect().top + parseFloat(style.paddingTop) * scale;
  const gap = (parseFloat(getComputedStyle(column).rowGap) || 0) * scale;
  const found = blocks(column);
  const whole = bar.getBoundingClientRect().top - top - 2;
  const dealing = `${memory.page} ${found.length} ${window.innerWidth} ${window.innerHeight}`;
  if (memory.dealing !== dealing) Object.assign(memory, { dealing, less: 0 });
  let room = whole - memory.less;
  for (let turn = 0; turn < 4; turn += 1) {
    found.forEach(restore);
    const views = dealt(found, room, gap);
    memory.views = Math.max(views.length, 1);
    if (memory.landing === "last") memory.view = memory.views - 1;
    memory.view = Math.min(memory.view, memory.views - 1);
    const shown = new Set(views[memory.view] ?? []);
    for (const block of found) mark(block, "data-balance-view", shown.has(block) ? "shown" : "hidden");
    const last = (views[memory.view] ?? []).at(-1);
    const beyond = last ? last.getBoundingClientRect().bottom - bar.getBoundingClientRect().top : 0;
    if (beyond <= 0) break;
    room -= beyond + 1;
    memory.less = whole - room;
  }
  const told = document.querySelector(".b-view");
  const words = memory.views > 1 ? `view ${memory.view + 1} of ${memory.views}` : "";
  if (told && told.textContent !== words) told.textContent = words;
}

function press(name) {
  memory.passing = true;
  document.querySelector(`.st-key-present_${name} button`)?.click();
  memory.passing = false;
}

function go(step) {
  const next = memory.view + step;
  if (next >= 0 && next < memory.views) {
    memory.landing = "";
    memory.view = next;
    arrange();
    return true;
  }
  memory.landing = step > 0 ? "first" : "last";
  return false;
}

const STEPS = { ArrowRight: 1, PageDown: 1, n: 1, N: 1, ArrowLeft: -1, PageUp: -1, p: -1, P: -1 };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const on = event.target instanceof Element ? event.target : document.body;
  const typing = on.matches('input:not([type="range"]), textarea, select, [contenteditable="true"]');
  const takesArrows = on.matches('input, [role="slider"], [role="radio"], [role="tab"], [role="grid"], [role="option"]');
  const step = STEPS[event.key];
  if (event.key === "Escape" && !typing) press("end");
  else if ((event.key === "f" || event.key === "F") && !typing) {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  } else if (step && !typing && !(takesArrows && event.key.length > 1)) {
    if (!go(step)) press(step > 0 ? "next" : "back");
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onClick(event) {
  if (memory.passing || !(event.target instanceof Element)) return;
  const step = event.target.closest(".st-key-present_next") ? 1 : event.target.closest(".st-key-present_back") ? -1 : 0;
  if (step && go(step)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

export default function (component) {
  const page = component.data?.page ?? "";
  if (memory.page !== page) {
    memory.view = memory.page ? 0 : Number(sessionStorage.getItem(`balance-view-${page}`) ?? 0);
    memory.page = page;
  }
  let waiting = 0;
  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; arrange(); keep(); watch(); }); };
  const keep = () => sessionStorage.setItem(`balance-view-${memory.page}`, String(memory.view));
  const main = document.querySelector('[data-testid="stMain"]') ?? document.body;
  const sizes = new ResizeObserver(soon), watched = new WeakSet();
  const watch = () => { // a block that grows after it was dealt, as where its fonts or style come late
    for (const one of document.querySelectorAll('[data-balance-view="shown"]')) {
      if (watched.has(one)) continue;
      watched.add(one);
      sizes.observe(one);
    }
  };
  const changes = new MutationObserver(() => { arrange(); keep(); watch(); });
  changes.observe(main, { childList: true, subtree: true });
  for (const one of document.querySelectorAll(`${STAGE}, ${BAR}`)) sizes.observe(one); // a bar that grows takes room
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("click", onClick, true);
  window.addEventListener("resize", soon);
  arrange();
  return () => {
    changes.disconnect();
    sizes.disconnect();
    cancelAnimationFrame(waiting);
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("click", onClick, true);
    window.removeEventListener("resize", soon);
    for (const block of document.querySelectorAll("[data-balance-view]")) {
      restore(block);
      mark(block, "data-balance-view", null);
    }
  };
}
