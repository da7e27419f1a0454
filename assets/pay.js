// A payment page beyond a plain form: the sum that machines do not like, and totals while things are chosen. Without it the
// form works all the same and only has to be open a little longer, unless the sum or another company's check is asked of everybody: then the page says that it needs scripts.
(() => {
  'use strict';
  const form = document.querySelector('form[data-pay]');
  if (!form) return;

  // A check that knows light and dark only, on a page that goes by the device: its own script has not drawn it yet.
  const box = form.querySelector('[data-device-theme]');
  if (box && matchMedia('(prefers-color-scheme: dark)').matches) box.dataset.theme = 'dark';

  // Opening a link is not reading it: programs that look through mail open every one. The first touch, key or scroll says
  // that somebody is there.
  if (form.dataset.seen) {
    const signs = ['pointerdown', 'keydown', 'scroll'];
    const seen = () => {
      signs.forEach((sign) => removeEventListener(sign, seen, true));
      const body = new URLSearchParams({ _csrf: form.elements._csrf.value, ticket: form.elements.ticket.value });
      fetch(form.dataset.seen, { method: 'POST', body, keepalive: true }).catch(() => {});
    };
    signs.forEach((sign) => addEventListener(sign, seen, { capture: true, passive: true }));
  }

  // The sum, in ALTCHA's manner: which number behind the salt has this hash? A browser without a secure context has no
  // `crypto.subtle` and goes the way of one without scripts.
  const challenge = form.dataset.challenge && window.crypto?.subtle ? JSON.parse(form.dataset.challenge) : null;
  const field = form.elements.altcha;
  const find = async ({ challenge: wanted, salt, maxnumber }) => {
    const encoder = new TextEncoder();
    const bytes = wanted.match(/../g).map((pair) => parseInt(pair, 16));
    let rested = performance.now();
    for (let number = 0; number <= maxnumber; number += 1) {
      // Typing goes on meanwhile.
      if (performance.now() - rested > 24) { await new Promise((resolve) => setTimeout(resolve)); rested = performance.now(); }
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(salt + number)));
      if (hash[0] === bytes[0] && bytes.every((byte, at) => byte === hash[at])) return number;
    }
    return null;
  };
  const done = () => { const note = document.querySelector('[data-checked]'); if (note) note.hidden = false; };
  let working = null;
  const work = () => {
    working ??= find(challenge).then((number) => {
      const { algorithm, challenge: hash, salt, signature } = challenge;
      if (number !== null) field.value = btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
      done();
    }).catch(() => {});
    return working;
  };
  // A page that is only looked at costs no battery. A long sum is one that was asked for: it begins at once.
  if (challenge) {
    if (field.value) done();
    else if (challenge.maxnumber > 100000) setTimeout(work, 500);
    else document.addEventListener('focusin', work, { once: true });
  }
  // Another company's check that shows nothing is asked once the button was pressed; where it does not answer, the server
  // says what else there is.
  const key = form.dataset.check;
  const token = form.elements['g-recaptcha-response'];
  const vouch = () => Promise.race([
    new Promise((resolve) => setTimeout(resolve, 5000)),
    new Promise((resolve, reject) => grecaptcha.ready(() => grecaptcha.execute(key, { action: 'pay' }).then(resolve, reject)))
      .then((text) => { token.value = text; }),
  ]).catch(() => {});
  document.addEventListener('submit', (event) => {
    if (event.target !== form || form.dataset.tired || event.submitter?.hasAttribute('data-plain')) return;
    const waiting = [];
    if (challenge && !field.value) waiting.push(work());
    if (key && window.grecaptcha?.ready) waiting.push(vouch());
    if (!waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    form.setAttribute('aria-busy', 'true');
    Promise.all(waiting).then(() => { form.dataset.tired = 'yes'; form.requestSubmit(submitter); });
  }, true);

  // Whoever types an amount means a part, and whoever then chooses all of it no longer means that amount.
  const amount = form.elements.amount;
  document.addEventListener('input', (event) => {
    const choice = form.elements['how-much'];
    if (!choice || !amount) return;
    if (event.target === amount && amount.value) choice.value = 'part';
    if (event.target.name === 'how-much' && choice.value === 'all' && amount.value) {
      amount.value = '';
      amount.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });

  // What lives on the page is the server's: it draws the page again, and what it says is put in the place of what was there.
  const draw = (method, address, data, then) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = 'document';
    request.onload = () => {
      for (const part of document.querySelectorAll('[data-live][id]')) {
        const fresh = request.response?.getElementById(part.id);
        // What says the same stays, with the focus in it.
        if (fresh && !fresh.isEqualNode(part)) part.replaceWith(document.importNode(fresh, true));
      }
      then(request.response);
    };
    request.onerror = () => then(null);
    request.send(data);
    return request;
  };
  let timer = 0;
  let asked = null;
  // What was said of the whole form was said of another total.
  const unsay = (page) => {
    const summary = page && document.querySelector('.error-summary');
    for (const said of summary?.querySelectorAll('li') ?? []) if (!said.querySelector('a')) said.remove();
    if (!summary?.querySelector('li')) summary?.remove();
  };
  const refresh = () => {
    asked?.abort();
    const data = new URLSearchParams(new FormData(form));
    data.set('do', 'update');
    asked = draw('POST', form.action, data, unsay);
  };
  // What came of the payment before is looked for while the rest can be paid, and shown without taking away the form that
  // somebody fills in, as long as there is one.
  const look = (page) => {
    if (page?.getElementById('came-of-it') && !page.querySelector('form[data-pay]')) location.reload();
    else if (document.querySelector('[data-poll]')) setTimeout(() => draw('GET', location.href, null, look), 5000);
  };
  look();
  const later = () => { clearTimeout(timer); timer = setTimeout(refresh, 350); };
  // A browser that goes back fills in what was typed: the total must follow, and nothing is agreed to unread.
  addEventListener('pageshow', () => {
    for (const name of ['agree', 'keep']) if (form.elements[name]) form.elements[name].checked = form.elements[name].defaultChecked;
    const priced = [...form.querySelectorAll('input[data-priced], [data-priced] input')];
    if (priced.some((input) => input.value !== input.defaultValue || input.checked !== input.defaultChecked)) later();
  });
  document.addEventListener('input', (event) => { if (event.target.closest('[data-priced]')) later(); });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]');
    const count = button?.parentElement.querySelector('input');
    if (!count) return;
    event.preventDefault();
    const { least, most } = count.dataset;
    const now = parseInt(count.value, 10) || 0;
    const more = button.dataset.step === '1';
    count.value = more ? Math.min(Math.max(now + 1, least), most) : now > least ? Math.min(now - 1, most) : 0;
    later();
  });
})();
