// What staff's pages do beyond what app.js does on all of them: fragments swapped in place, lists and menus worked by
// keys, previews. By the same rule: without it each page still works.
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
  // It would read the page when a timer lets it, and what is typed until then would ask for nothing.
  window.htmx?.process(document.body);

  // A row that has the focus keeps it when the list around it is drawn again.
  let held = null;
  on('htmx:before:swap', () => {
    const rows = all('.table .row-link');
    const at = rows.indexOf(document.activeElement);
    held = at < 0 ? null : { at, href: rows[at].getAttribute('href') };
  });
  on('htmx:after:swap', () => {
    const rows = held ? all('.table .row-link') : [];
    if (document.activeElement === document.body) (rows.find((row) => row.getAttribute('href') === held.href) ?? rows[Math.min(held?.at ?? 0, rows.length - 1)])?.focus();
    held = null;
  });

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
  // An editor with a preview in a frame: what is typed is shown there a moment later.
  let previewing = 0;
  const preview = (form) => { clearTimeout(previewing); previewing = setTimeout(() => form.requestSubmit(one(form.dataset.preview)), 700); };
  on('input', (event) => { const form = event.target.closest('form[data-preview]'); if (form) preview(form); });
  on('DOMContentLoaded', () => all('form[data-preview]').forEach(preview));

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
})();
