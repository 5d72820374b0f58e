// SPDX-License-Identifier: Apache-2.0
// Passkeys: asks the browser for what the form says and sends its answer. Without script, or in a
// browser without passkeys, the form stays hidden and codes work as ever.
(() => {
  const form = document.querySelector('form[data-passkey]');
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  const note = (name, isShown) => {
    const element = document.querySelector(`[data-${name}]`);
    if (element) element.hidden = !isShown;
  };
  note('needs-script', false);
  if (window.location.origin !== form.dataset.origin) {
    note('elsewhere', true);
    return;
  }
  form.hidden = false;

  const bytes = (text) => {
    const padded = text.replace(/-/g, '+').replace(/_/g, '/');
    return Uint8Array.from(window.atob(padded), (c) => c.charCodeAt(0));
  };
  const text = (buffer) => {
    const letters = String.fromCharCode(...new Uint8Array(buffer));
    return window.btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };
  const { dataset, elements } = form;
  const known = dataset.credentials
    .split(' ')
    .filter((id) => id !== '')
    .map((id) => ({ type: 'public-key', id: bytes(id) }));

  const create = async () => {
    const made = await navigator.credentials.create({
      publicKey: {
        rp: { id: dataset.rp, name: document.title },
        user: { id: bytes(dataset.user), name: dataset.login, displayName: dataset.name },
        challenge: bytes(dataset.challenge),
        // ES256, EdDSA, RS256
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
        excludeCredentials: known,
        attestation: 'none',
        timeout: 240000,
      },
    });
    elements.client_data.value = text(made.response.clientDataJSON);
    elements.attestation.value = text(made.response.attestationObject);
  };
  const get = async () => {
    const shown = await navigator.credentials.get({
      publicKey: {
        rpId: dataset.rp,
        challenge: bytes(dataset.challenge),
        allowCredentials: known,
        userVerification: 'required',
        timeout: 240000,
      },
    });
    elements.credential.value = text(shown.rawId);
    elements.client_data.value = text(shown.response.clientDataJSON);
    elements.authenticator_data.value = text(shown.response.authenticatorData);
    elements.signature.value = text(shown.response.signature);
  };

  const failed = form.querySelector('[data-failed]');
  const button = form.querySelector('button');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    failed.hidden = true;
    // An empty name is refused by the server, with its words beside the field.
    const isNamed = dataset.passkey === 'get' || elements.label.value.trim() !== '';
    button.disabled = true;
    try {
      if (isNamed) await (dataset.passkey === 'create' ? create() : get());
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  });
})();
