// SPDX-License-Identifier: Apache-2.0
// The page 证书核验: photographs of a QR, and files dropped anywhere. Everything works without it.
(() => {
  // Enough for every code of ours on a photographed page, and a tenth of what a camera makes.
  const LONGEST_SIDE = 3000;
  const JPEG_QUALITY = 0.85;
  const COPY_PATH = /^\/v\/[\w-]{22}$/;

  /** The texts of the QR codes in a picture, if this browser can read them; else none. */
  const readCodes = async (bitmap) => {
    if (!('BarcodeDetector' in window)) return [];
    try {
      const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
      return (await detector.detect(bitmap)).map((code) => code.rawValue);
    } catch {
      return [];
    }
  };

  /** The page of the copy that a code leads to; nothing for any other address, however like ours. */
  const pathOf = (text, site) => {
    if (!text.startsWith(`${site}/v/`)) return null;
    const path = text.slice(site.length);
    return COPY_PATH.test(path) ? path : null;
  };

  /** The picture as a smaller JPEG, of whatever kind it is; nothing where there is nothing to gain. */
  const shrink = async (bitmap, file) => {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const isReadable = file.type === 'image/jpeg' || file.type === 'image/png';
    if (scale === 1 && isReadable) return null;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY);
    });
    const isSmaller = blob && (blob.size < file.size || !isReadable);
    return isSmaller ? new File([blob], 'photo.jpg', { type: 'image/jpeg' }) : null;
  };

  /** Reads a photograph as soon as it is taken: here where the browser can, else at the server. */
  const readPhotographs = (form) => {
    const input = form.querySelector('input[type=file]');
    const status = form.querySelector('[data-reading]');
    const { qrSite, mostBytes, tooLarge } = form.dataset;
    const prepare = async (file) => {
      const bitmap = await createImageBitmap(file);
      const paths = (await readCodes(bitmap)).map((text) => pathOf(text, qrSite)).filter(Boolean);
      if (new Set(paths).size === 1) return { path: paths[0] };
      return { smaller: await shrink(bitmap, file) };
    };
    input.addEventListener('change', async () => {
      input.setCustomValidity('');
      status.textContent = '';
      if (!input.files.length) return;
      status.textContent = status.dataset.reading;
      // What this browser cannot open is sent as it is.
      const { path, smaller } = await prepare(input.files[0]).catch(() => ({}));
      if (path) {
        window.location.assign(path);
        return;
      }
      if (smaller) {
        const files = new DataTransfer();
        files.items.add(smaller);
        input.files = files.files;
      }
      if (input.files[0].size > Number(mostBytes)) {
        status.textContent = '';
        input.setCustomValidity(tooLarge);
        input.reportValidity();
        return;
      }
      form.requestSubmit();
    });
    form.addEventListener('submit', (event) => {
      if (input.checkValidity()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      input.reportValidity();
    }, { capture: true });
    // Whoever comes back with the browser's button does not find an old word.
    window.addEventListener('pageshow', () => {
      status.textContent = '';
    });
  };

  /** A file dropped beside the box is meant for it; the browser would leave the page and open it. */
  const takeDroppedFiles = (input) => {
    const hasFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes('Files');
    const isForOther = (event) => event.target instanceof HTMLInputElement
      && event.target.type === 'file';
    document.addEventListener('dragover', (event) => {
      if (!hasFiles(event) || isForOther(event)) return;
      event.preventDefault();
      input.classList.add('awaited');
    });
    for (const name of ['dragleave', 'dragend', 'drop']) {
      document.addEventListener(name, () => input.classList.remove('awaited'));
    }
    document.addEventListener('drop', (event) => {
      if (!hasFiles(event) || isForOther(event)) return;
      event.preventDefault();
      const files = new DataTransfer();
      files.items.add(event.dataTransfer.files[0]);
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      input.form.querySelector('button').focus();
    });
  };

  document.querySelectorAll('form[data-qr-site]').forEach(readPhotographs);
  takeDroppedFiles(document.getElementById('file'));
})();
