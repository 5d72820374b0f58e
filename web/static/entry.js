// SPDX-License-Identifier: Apache-2.0
// The human check of a form before login, while its door is under pressure: a number whose hash with
// the challenge begins with enough zero bits, looked for while the person types. Without script, or
// without WebCrypto, the question in words stays.
(() => {
  if (!window.crypto || !window.crypto.subtle) return;
  const encoder = new TextEncoder();
  const together = 64; // hashes asked for at once

  const zeroBits = (digest) => {
    let count = 0;
    for (const byte of digest) {
      count += Math.clz32(byte) - 24;
      if (byte !== 0) break;
    }
    return count;
  };
  const find = async (challenge, bits) => {
    for (let first = 0; ; first += together) {
      const numbers = Array.from({ length: together }, (_, i) => first + i);
      const digests = await Promise.all(numbers.map((number) =>
        window.crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}:${number}`))));
      const found = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= bits);
      if (found >= 0) return String(numbers[found]);
    }
  };

  for (const part of document.querySelectorAll('.entry-check')) {
    const form = part.closest('form');
    const state = part.querySelector('[data-state]');
    const work = part.querySelector('[name="work"]');
    let found = null;
    // What was wrong with an answer in words stays to be read; the field is not needed any more.
    const field = part.querySelector('[data-question]');
    for (const each of field.querySelectorAll('label, input, .hint')) each.remove();

    const begin = () => {
      if (found) return found;
      state.textContent = state.dataset.working;
      const challenge = part.querySelector('[name="challenge"]').value;
      found = find(challenge, Number(part.dataset.workBits)).then((number) => {
        work.value = number;
        state.textContent = state.dataset.done;
      });
      return found;
    };
    // A page with two forms works for the one that is used.
    form.addEventListener('focusin', begin, { once: true });
    form.addEventListener('submit', (event) => {
      if (work.value) return;
      event.preventDefault();
      begin().then(() => form.submit());
    });
  }
})();
