// What the pages do beyond plain links and forms. Everything here is an upgrade: without it each page still works.
// Events are delegated from the document, because htmx replaces what is below it. Texts come from the server.
(() => {
  'use strict';
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, capture = false) => document.addEventListener(type, handler, capture);

  // htmx under a policy without eval: markup may be swapped in, code may not, and a filter that needs eval fails shut.
  window.htmx?.registerExtension('cp', {
    init(api) {
      const refuse = () => { throw new Error('no script in fragments'); };
      const policy = window.trustedTypes?.createPolicy('htmx', { createHTML: (html) => html, createScript: refuse });
      function Deny() { return { call() { console.error('htmx: eval denied'); return false; } }; }
      api.initSecurity(policy ?? null, Deny, Deny);
    },
  });

  // A row that has the focus keeps it when the list around it is drawn again.
  let held = null;
  on('htmx:before:swap', () => {
    const rows = all('.table .row-link');
    const at = rows.indexOf(document.activeElement);
    held = at < 0 ? null : { at, href: rows[at].getAttribute('href') };
  });
  const refocus = () => {
    const rows = held ? all('.table .row-link') : [];
    if (document.activeElement === document.body) (rows.find((row) => row.getAttribute('href') === held.href) ?? rows[Math.min(held?.at ?? 0, rows.length - 1)])?.focus();
    held = null;
  };

  // Focus goes to what went wrong or is asked for next; after a boosted visit, to the new page's content.
  const focusHead = () => { const box = one('.error-summary, .next-step'); box?.focus(); return Boolean(box); };
  on('htmx:after:swap', (event) => {
    const whole = event.detail.ctx?.target === document.body;
    if (whole) window.scrollTo(0, 0);
    prepare();
    if (!whole) refocus();
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
    const digits = text.replace(/[\s\u00a0\u202f$€£]/g, '').split(sign('group') || '\u0000').join('').replace(sign('decimal'), '.');
    return /^\d{1,12}(\.\d{1,3})?$/.test(digits) ? digits : null;
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

  // The payer's name is a combobox over the matches that htmx loads into its listbox.
  const options = (box) => { const list = document.getElementById(box.getAttribute('aria-controls')); return [list, list ? all('[role=option]', list) : []]; };
  const mark = (box, items, index) => {
    items.forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    if (items[index]) { box.setAttribute('aria-activedescendant', items[index].id); items[index].scrollIntoView({ block: 'nearest' }); } else box.removeAttribute('aria-activedescendant');
  };
  const close = (box) => { const [list] = options(box); list?.replaceChildren(); box.setAttribute('aria-expanded', 'false'); mark(box, [], -1); };
  const pick = (box, item) => {
    box.value = item.dataset.value ?? item.textContent.trim();
    for (const { name, value } of item.attributes) {
      const field = name.startsWith('data-fill-') && box.form?.elements[name.slice(10)];
      if (field) { field.value = value; field.dispatchEvent(new Event('change', { bubbles: true })); }
    }
    close(box);
    box.dispatchEvent(new Event('change', { bubbles: true }));
  };
  on('htmx:after:swap', () => { for (const box of all('[role=combobox]')) box.setAttribute('aria-expanded', String(options(box)[1].length > 0)); });
  on('mousedown', (event) => {
    const item = event.target.closest('[role=option]');
    const box = item && one(`[aria-controls="${item.closest('[role=listbox]')?.id}"]`);
    if (box) { event.preventDefault(); pick(box, item); }
  });
  on('focusout', (event) => { if (event.target.matches('[role=combobox]')) close(event.target); });
  const steer = (event, box) => {
    const [, items] = options(box);
    const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
    if (event.key === 'Escape') close(box);
    else if (event.key === 'ArrowDown') mark(box, items, (at + 1) % items.length);
    else if (event.key === 'ArrowUp') mark(box, items, (at <= 0 ? items.length : at) - 1);
    else if (event.key === 'Enter' && items[at]) pick(box, items[at]);
    else return;
    if (items.length) event.preventDefault();
  };

  // The rows of a list: J and K or the arrows move along them, and from the search box into them and back.
  const walk = (event) => {
    const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
    const { target, key } = event;
    const rows = all('.table .row-link');
    const at = rows.indexOf(document.activeElement);
    const box = target.matches?.('[data-rows]') ? target : null;
    if (!steps[key] || rows.length === 0 || (key.startsWith('Arrow') && at < 0 && !box)) return;
    event.preventDefault();
    if (at === 0 && key === 'ArrowUp') { one('[data-rows]')?.focus(); return; }
    rows[Math.min(Math.max(at + steps[key], 0), rows.length - 1)].focus();
  };

  // Keys: what they do is written on the page as `data-key`, so each has a visible control. Ignored while typing. A page's
  // own control comes before the frame's.
  let lead = '';
  on('keydown', (event) => {
    const target = event.target;
    if (target.matches?.('[role=combobox]')) { steer(event, target); return; }
    const open = event.key === 'Escape' && one('details.menu[open]');
    if (open) { open.open = false; one('summary', open).focus(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' && target.matches?.('[data-rows]')) { walk(event); return; }
    if (target.isContentEditable || target.matches?.('input, select, textarea')) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { walk(event); return; }
    if (document.body.dataset.keys === 'off') return;
    const key = `[data-key="${CSS.escape(lead + event.key)}"]`;
    const control = one(`main ${key}`) ?? one(key);
    lead = lead === '' && event.key === 'g' ? 'g ' : '';
    if (control) {
      event.preventDefault();
      if (control.matches('input')) { control.focus(); control.select(); } else control.click();
    } else walk(event);
  });
  on('click', (event) => {
    for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.closest('[data-print]')) window.print();
  });

  // An editor with a preview in a frame: what is typed is shown there a moment later. A text to be copied is selected whole.
  let previewing = 0;
  const preview = (form) => { clearTimeout(previewing); previewing = setTimeout(() => form.requestSubmit(one(form.dataset.preview)), 700); };
  on('input', (event) => { const form = event.target.closest('form[data-preview]'); if (form) preview(form); });
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

  // The tick at the head of a table stands for those of its rows.
  const ticks = (table) => all('tbody input[type=checkbox]', table);
  on('change', (event) => {
    const table = event.target.matches('input[type=checkbox]') && event.target.closest('table');
    const head = table && one('[data-tick-all]', table);
    if (!head) return;
    if (head === event.target) ticks(table).forEach((tick) => { tick.checked = head.checked; });
    const count = ticks(table).filter((tick) => tick.checked).length;
    head.checked = count > 0 && count === ticks(table).length;
    head.indeterminate = count > 0 && !head.checked;
  });

  // A payment that is being confirmed is looked at again.
  if (one('[data-poll]')) setTimeout(() => location.reload(), 3000);

  const prepare = () => {
    all('[data-mirror]').forEach(mirror);
    all('[data-script]').forEach((part) => { part.hidden = false; });
    if (navigator.clipboard) all('[data-copies]').forEach((button) => { button.hidden = false; });
  };
  on('DOMContentLoaded', () => { prepare(); focusHead(); all('form[data-preview]').forEach(preview); });
})();
