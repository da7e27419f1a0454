// Inside the frame of a card or bank account: groups the card's digits, names the brand, and sends all to the tokeniser when the page
// around it asks. The number never leaves this frame but for that one request, and is written nowhere.
(() => {
  'use strict';
  const form = document.querySelector('form[data-card]');
  if (!form) return;
  const number = form.elements.card_number;
  const expiry = form.elements.expiry;
  const code = form.elements.security_code;
  const first = number ?? form.elements.routing;
  const BRANDS = [
    ['amex', /^3[47]/, 15], ['visa', /^4/, 19], ['mastercard', /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/, 16],
    ['discover', /^(6011|65|64[4-9])/, 19], ['diners', /^3(0[0-5]|[689])/, 14], ['jcb', /^35(2[89]|[3-8])/, 19], ['unionpay', /^62/, 19],
  ];
  const digits = (text) => text.replace(/\D/g, '');
  const brandOf = (text) => BRANDS.find(([, prefix]) => prefix.test(text)) ?? ['', /^/, 19];

  // Groups 4-4-4-4, American Express and Diners 4-6-5, and keeps the caret behind the same digit.
  const group = (text, brand) => (brand === 'amex' || brand === 'diners'
    ? [text.slice(0, 4), text.slice(4, 10), text.slice(10)] : text.match(/.{1,4}/g) ?? []).filter(Boolean).join(' ');
  const rewrite = (field, value) => {
    const before = digits(field.value.slice(0, field.selectionStart)).length;
    if (field.value === value) return;
    field.value = value;
    let caret = 0;
    for (let seen = 0; seen < before && caret < value.length; caret += 1) if (/\d/.test(value[caret])) seen += 1;
    if (document.activeElement === field) field.setSelectionRange(caret, caret);
  };
  const luhn = (text) => [...text].reverse().reduce((sum, digit, at) => {
    const twice = Number(digit) * 2;
    return sum + (at % 2 ? (twice > 9 ? twice - 9 : twice) : Number(digit));
  }, 0) % 10 === 0;

  // Messages are the server's: those of an answer, and the one hint shown on leaving the number.
  const say = (field, message) => {
    const place = document.getElementById(`${field.id}-error`);
    if (place) { place.hidden = !message; (place.querySelector('[data-message]') ?? place).textContent = message; }
    field.closest('.field')?.classList.toggle('field-error', Boolean(message));
    if (message) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
    fit();
  };
  const fit = () => parent.postMessage({ type: 'card-height', height: document.body.offsetHeight }, location.origin);

  form.addEventListener('input', (event) => {
    if (event.target.getAttribute('aria-invalid')) say(event.target, '');
    if (number && event.target === number) {
      const [brand, , length] = brandOf(digits(number.value));
      rewrite(number, group(digits(number.value).slice(0, length), brand));
      for (const mark of form.querySelectorAll('[data-brand]')) mark.classList.toggle('brand-off', Boolean(brand) && mark.dataset.brand !== brand);
      for (const hint of form.querySelectorAll('[data-code-hint]')) hint.hidden = (hint.dataset.codeHint === 'amex') !== (brand === 'amex');
      if (code) code.maxLength = brand === 'amex' ? 4 : 3;
    }
    if (expiry && event.target === expiry && event.inputType !== 'deleteContentBackward') {
      const typed = expiry.value.replace(/\s/g, '');
      if (/^([2-9]|1[3-9])$/.test(typed)) expiry.value = `0${typed[0]} / ${typed.slice(1)}`;
      else if (/^(0[1-9]|1[0-2])$/.test(typed)) expiry.value = `${typed} / `;
    }
  });
  number?.addEventListener('blur', () => {
    const typed = digits(number.value);
    if (typed && (typed.length < 12 || !luhn(typed))) say(number, number.dataset.check ?? '');
  });

  const tell = (message) => parent.postMessage(message, location.origin);
  const send = async () => {
    try {
      const answer = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) });
      const { token, errors = {} } = await answer.json();
      if (answer.ok) { tell({ type: 'card-ready', token }); return; }
      const wrong = [...form.elements].filter((field) => errors[field.name]);
      wrong.forEach((field) => say(field, errors[field.name]));
      tell({ type: 'card-error' });
      (wrong[0] ?? first).focus();
    } catch {
      say(first, form.dataset.offline ?? '');
      tell({ type: 'card-error' });
    }
  };
  window.addEventListener('message', (event) => {
    if (event.origin === location.origin && event.source === parent && event.data?.type === 'card-submit') send();
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); parent.document.querySelector('form[data-card-frame]')?.requestSubmit(); });
  // A telephone that is turned breaks lines anew.
  if (window.ResizeObserver) new ResizeObserver(fit).observe(document.body); else fit();
})();
