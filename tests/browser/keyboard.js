// The keyboard's way through the page: which controls there are, which one has the focus, and whether that can be seen.
() => {
  const seen = { contentVisibilityAuto: true, opacityProperty: false, visibilityProperty: true };
  const can = 'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  // Of choices that exclude each other one is a stop; arrows lead to the others.
  const chosenElsewhere = element => (element.type === 'radio' && !element.checked) || element.getAttribute('aria-checked') === 'false';
  const reachable = element => element.checkVisibility(seen) && element.tabIndex >= 0 && !chosenElsewhere(element)
    && element.getBoundingClientRect().width > 0;
  const named = element => `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') || element.innerText || element.value
    || element.dataset.testid || ''}`.replace(/\s+/g, ' ').slice(0, 60);
  const around = element => {
    const found = [element];
    for (let at = element.parentElement, up = 0; at && up < 5; at = at.parentElement, up += 1) found.push(at);
    return [...found, ...[...(element.parentElement || element).querySelectorAll('*')].slice(0, 20)];
  };
  const look = parts => parts.map(part => {
    const style = getComputedStyle(part);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor,
      style.color, style.textDecorationLine, style.opacity].join();
  });

  window.keyboard = {
    visited: new Set(), unseen: [], last: null, away: 0,
    // Takes note of where the focus is; false when it has come round to where it began or left the page.
    step() {
      const now = document.activeElement;
      const { last } = this;
      if (last && last.element.isConnected && last.element !== now) {
        const after = look(last.parts);
        if (after.every((style, at) => style === last.styles[at])) this.unseen.push(named(last.element));
      }
      this.last = null;
      if (!now || now === document.body) return this.away++ < 2;  // the browser's own controls, between end and start
      if (this.visited.has(now)) return false;
      this.visited.add(now);
      const parts = around(now);
      this.last = { element: now, parts, styles: look(parts) };
      return true;
    },
    missed() {
      // A toolbar is one stop; arrows lead to its other buttons.
      const inToolbar = element => [...(element.closest('[role="toolbar"]')?.querySelectorAll('button') || [])]
        .some(button => this.visited.has(button));
      return [...document.querySelectorAll(can)]
        .filter(element => reachable(element) && !this.visited.has(element) && !inToolbar(element)).map(named);
    },
  };
}
