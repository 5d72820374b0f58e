// SPDX-License-Identifier: Apache-2.0
// The human check of a query, done by the browser: a number whose hash with the challenge begins
// with enough zero bits. Without script, or without WebCrypto, the question in words stays.
(() => {
  const form = document.querySelector('form[data-work-bits]');
  if (!form || !window.crypto || !window.crypto.subtle) return;
  const bits = Number(form.dataset.workBits);
  const challenge = form.elements.challenge.value;
  const progress = document.getElementById('work');
  const encoder = new TextEncoder();

  const zeroBits = (digest) => {
    let count = 0;
    for (const byte of digest) {
      count += Math.clz32(byte) - 24;
      if (byte !== 0) break;
    }
    return count;
  };
  const find = async () => {
    for (let number = 0; ; number += 1) {
      const text = encoder.encode(`${challenge}:${number}`);
      const digest = await window.crypto.subtle.digest('SHA-256', text);
      if (zeroBits(new Uint8Array(digest)) >= bits) return String(number);
    }
  };

  document.getElementById('question').remove();
  progress.textContent = progress.dataset.working;
  const found = find().then((number) => {
    form.elements.work.value = number;
    progress.textContent = progress.dataset.done;
  });
  form.addEventListener('submit', (event) => {
    if (form.elements.work.value) return;
    event.preventDefault();
    found.then(() => form.submit());
  });
})();
