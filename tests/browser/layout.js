// What is wrong with the page as it stands on the screen: text cut off, text on text, a page that scrolls sideways.
() => {
  const faults = [];
  const main = document.querySelector('[data-testid="stMain"]');
  const say = (kind, what) => faults.push(`${kind}: ${what.replace(/\s+/g, ' ').trim().slice(0, 90)}`);

  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth + 1) say('scrolls sideways', `${root.scrollWidth} > ${root.clientWidth}`);
  if (main.scrollWidth > main.clientWidth + 1) say('scrolls sideways', `${main.scrollWidth} > ${main.clientWidth}`);

  const seen = { contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true };
  const hidden = element => {
    if (!element.checkVisibility(seen)) return true;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const small = box.width <= 1 || box.height <= 1;
      if (small && (style.clipPath !== 'none' || style.clip !== 'auto' || style.overflow !== 'visible')) return true;
    }
    return false;
  };
  // A region that a person can scroll, the first rows of a sheet and Streamlit's list of file types cut text on purpose.
  const mayCut = '.b-grid, [data-testid="stDataFrame"], [data-testid="stDataFrameResizable"], [data-testid="stIconMaterial"], '
    + '[data-testid="stFileUploaderDropzoneInstructions"]';
  const clips = style => ['hidden', 'clip'].includes(style.overflowX);

  const texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest(`svg, style, script, ${mayCut}`) || hidden(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
    for (const box of boxes) texts.push({ box, holder, said: node.data });
    const right = Math.max(0, ...boxes.map(box => box.right));
    const left = Math.min(...boxes.map(box => box.left), Infinity);
    if (right > innerWidth + 1 || left < -1) say('text beyond the screen', node.data);
    for (let at = holder; at && at !== main; at = at.parentElement) {
      const frame = at.getBoundingClientRect();
      if (clips(getComputedStyle(at)) && (right > frame.right + 1 || left < frame.left - 1)) {
        say('text cut off', node.data);
        break;
      }
    }
  }
  // A list to choose from shows the whole text when it opens.
  for (const field of main.querySelectorAll('input:not([type=range]):not([type=checkbox]):not([type=radio]):not([role=combobox]), button, select')) {
    if (field.closest(mayCut) || hidden(field) || !field.clientWidth) continue;
    if (field.scrollWidth > field.clientWidth + 2) say('text cut off in a control', field.value || field.innerText);
  }

  const overlap = (one, other) => {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    const lower = Math.min(one.height, other.height);
    return width > 2 && height > 0.4 * lower;
  };
  const fixed = element => {
    for (let at = element; at && at !== main; at = at.parentElement) {
      if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return true;
    }
    return false;
  };
  const still = texts.filter(text => !fixed(text.holder)).sort((one, other) => one.box.top - other.box.top);
  for (let first = 0; first < still.length; first += 1) {
    for (let second = first + 1; second < still.length && still[second].box.top < still[first].box.bottom; second += 1) {
      if (still[first].holder !== still[second].holder && overlap(still[first].box, still[second].box)) say('text on text', `${still[first].said} / ${still[second].said}`);
    }
  }

  for (const chart of main.querySelectorAll('.js-plotly-plot')) {
    const frame = chart.querySelector('.main-svg').getBoundingClientRect();
    // The box of a text that stands askew, as the mark of an example does, is not its shape.
    const askew = text => Math.abs(text.getScreenCTM().b) > 0.01;
    const labels = [...chart.querySelectorAll('svg text')].filter(text => text.textContent.trim() && !hidden(text) && !askew(text));
    const boxes = labels.map(text => ({ box: text.getBoundingClientRect(), said: text.textContent }));
    boxes.forEach(({ box, said }) => {
      if (box.right > frame.right + 2 || box.left < frame.left - 2 || box.bottom > frame.bottom + 2 || box.top < frame.top - 2) {
        say('label beyond its chart', said);
      }
    });
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach(other => {
      if (overlap(one.box, other.box)) say('label on label', `${one.said} / ${other.said}`);
    }));
  }
  return [...new Set(faults)];
}
