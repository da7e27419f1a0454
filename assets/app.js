// What the pages do beyond plain links and forms; what only staff's do is in staff.js. Everything here is an upgrade:
// without it each page still works. Events are delegated from the document, because htmx replaces what is below it. Texts
// come from the server.
(() => {
  'use strict';
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, capture = false) => document.addEventListener(type, handler, capture);

  // What a client's page can be read without comes once it is painted, and on the next pages at once: the portal's own
  // letters, which weigh as much as the page, and the card's frame, a page of its own.
  const root = document.documentElement;
  const rest = () => {
    root.dataset.letters = 'own';
    for (const part of all('template[data-later]')) part.replaceWith(part.content);
    try { sessionStorage.setItem('painted', 'yes'); } catch { /* A frame without storage asks late again. */ }
  };
  const before = () => { try { return sessionStorage.getItem('painted'); } catch { return null; } };
  if (root.dataset.letters || before() || !window.PerformanceObserver?.supportedEntryTypes?.includes('paint')) rest();
  else {
    new PerformanceObserver((_, observer) => { observer.disconnect(); rest(); }).observe({ type: 'paint', buffered: true });
    // Browsers that hide such times from pages never tell.
    setTimeout(rest, 3000);
  }

  // Focus goes to what went wrong or is asked for next; after a boosted visit, to the new page's content.
  const focusHead = () => { const box = one('.error-summary, .next-step'); box?.focus(); return Boolean(box); };
  on('htmx:after:swap', (event) => {
    const whole = event.detail.ctx?.target === document.body;
    if (whole) window.scrollTo(0, 0);
    prepare();
    if (whole || event.detail.ctx?.response?.status === 422) focusHead() || (whole && (one('main [autofocus]') ?? one('main'))?.focus({ preventScroll: true }));
  });
  on('click', (event) => {
    const link = event.target.closest('.error-summary a[href^="#"], .next-step a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    const fold = field?.closest('details');
    if (fold) fold.open = true;
    if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: 'center' }); }
  });

  let waiting = null;

  // A `data-once` form is sent once: later submits are swallowed until the answer is here.
  const release = (form) => {
    delete form.dataset.busy;
    form.removeAttribute('aria-busy');
    for (const button of all('button[aria-disabled]', form)) button.removeAttribute('aria-disabled');
  };
  const hold = (form) => {
    form.dataset.busy = 'true';
    form.setAttribute('aria-busy', 'true');
    for (const button of all('button:not([type=button])', form)) button.setAttribute('aria-disabled', 'true');
  };
  const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  on('submit', (event) => {
    const form = event.target;
    if (form.dataset.busy) { stop(event); return; }
    if (form.dataset.cardFrame && !form.dataset.cardReady && !event.submitter?.hasAttribute('data-plain')) {
      const frame = one(form.dataset.cardFrame);
      if (frame?.contentWindow && !frame.closest('[hidden]')) {
        stop(event);
        hold(form);
        const asked = { form, frame, submitter: event.submitter };
        waiting = asked;
        setTimeout(() => { if (waiting === asked) { waiting = null; release(form); frame.focus(); } }, 30000);
        frame.contentWindow.postMessage({ type: 'card-submit' }, location.origin);
        return;
      }
    }
    delete form.dataset.cardReady;
    if (form.hasAttribute('data-once')) hold(form);
  }, true);
  on('htmx:finally:request', (event) => { if (event.target.matches?.('form[data-busy]')) release(event.target); });
  window.addEventListener('pageshow', () => all('form[data-busy]').forEach(release));

  // The card's own frame: it keeps the number, we learn only that it is ready or that it has something to say.
  window.addEventListener('message', (event) => {
    if (event.origin !== location.origin) return;
    const { type, token, height } = event.data ?? {};
    const sender = all('iframe.card-frame').find((frame) => frame.contentWindow === event.source);
    if (sender && type === 'card-height' && height > 0) sender.height = height;
    if (!waiting || sender !== waiting.frame || (type !== 'card-ready' && type !== 'card-error')) return;
    const { form, frame, submitter } = waiting;
    waiting = null;
    release(form);
    if (type === 'card-error') { frame.focus(); return; }
    const field = one('[data-card-token]', form);
    if (field && token) field.value = token;
    form.dataset.cardReady = 'true';
    form.requestSubmit(submitter);
  });

  // Live copies of fields: `data-mirror="#id"`, with `-empty`, `-text` ("Charge {}") and `-money` (a currency code).
  const plain = (text, format) => {
    const parts = format.formatToParts(11111.5);
    const sign = (type) => parts.find((part) => part.type === type)?.value ?? '';
    const [whole, fraction = '', more] = text.replace(/[\s\u00a0\u202f$€£]/g, '').split(sign('decimal'));
    const [first, ...groups] = whole.split(sign('group') || '\u0000');
    const known = groups.length ? /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group)) : /^\d{1,12}$/.test(first);
    const most = format.resolvedOptions().maximumFractionDigits;
    return known && more === undefined && /^\d*$/.test(fraction) && fraction.length <= most ? `${first}${groups.join('')}.${fraction || 0}` : null;
  };
  const mirror = (place) => {
    const field = one(place.dataset.mirror);
    if (!field) return;
    const { mirrorEmpty = '', mirrorText, mirrorMoney } = place.dataset;
    let text = (field.matches('select') ? field.value && field.selectedOptions[0]?.text : field.value).trim();
    let parts = null;
    if (mirrorMoney) {
      const format = new Intl.NumberFormat(field.dataset.locale || document.documentElement.lang, { style: 'currency', currency: mirrorMoney });
      const amount = plain(text, format);
      parts = amount && format.formatToParts(amount);
      text = parts ? parts.map((part) => part.value).join('') : '';
    }
    place.classList.toggle('faint', !text && !mirrorText);
    if (!text || !parts || mirrorText) { place.textContent = text ? (mirrorText ?? '{}').replace('{}', () => text) : mirrorEmpty; return; }
    place.replaceChildren(...parts.map((part) => {
      const span = document.createElement('span');
      if (part.type === 'decimal' || part.type === 'fraction') span.className = 'cents';
      span.textContent = part.value;
      return span;
    }));
  };
  const changed = (event) => {
    const field = event.target;
    if (field.matches?.('select.input')) field.classList.toggle('is-empty', !field.value);
    if (field.id) all(`[data-mirror="#${field.id}"]`).forEach(mirror);
    if (event.type === 'change' && field.matches?.('[data-submit]')) field.form?.requestSubmit();
  };
  on('input', changed);
  on('change', changed);

  on('click', (event) => {
    for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.closest('[data-print]')) window.print();
  });

  // A text to be copied is selected whole.
  on('focusin', (event) => { if (event.target.matches('[data-copy]')) event.target.select(); });

  on('click', async (event) => {
    const button = event.target.closest('[data-copies]');
    const text = button && document.getElementById(button.dataset.copies);
    if (!text) return;
    text.select();
    const said = one('[role=status]', button.parentElement);
    said.textContent = '';
    await navigator.clipboard.writeText(text.value).then(() => { said.textContent = button.dataset.copied; }, () => text.focus());
  });

  // A payment that is being confirmed is looked at again, but not under somebody who is paying the rest.
  if (one('[data-poll]') && !one('form[data-pay]')) setTimeout(() => location.reload(), 3000);

  const prepare = () => {
    all('[data-mirror]').forEach(mirror);
    all('[data-script]').forEach((part) => { part.hidden = false; });
    if (navigator.clipboard) all('[data-copies]').forEach((button) => { button.hidden = false; });
  };
  on('DOMContentLoaded', () => { prepare(); focusHead(); });
})();
