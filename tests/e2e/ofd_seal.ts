// SPDX-License-Identifier: Apache-2.0
// The electronic seal of an OFD (GB/T 33190, GB/T 38540) as other people's software judges it:
// unzip unpacks, sm-crypto-v2 counts SM3 and verifies SM2. Nothing of ours is asked.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sm2, sm3 } from 'sm-crypto-v2';

const run = promisify(execFile);

async function member(file: string, name: string): Promise<Buffer> {
  const options = { encoding: 'buffer' as const, maxBuffer: 1 << 24 };
  return (await run('unzip', ['-p', file, name], options)).stdout;
}

interface Element {
  content: Buffer;
  whole: Buffer;
}

/** The elements of a constructed DER value, one after the other. */
function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    let length = bytes[at + 1];
    let start = at + 2;
    if (length & 0x80) {
      const digits = length & 0x7f;
      length = bytes.readUIntBE(start, digits);
      start += digits;
    }
    found.push({
      content: bytes.subarray(start, start + length),
      whole: bytes.subarray(at, start + length),
    });
    at = start + length;
  }
  return found;
}

/** The uncompressed point of an SM2 certificate. */
function publicKey(certificate: Buffer): string {
  const hex = certificate.toString('hex');
  const at = hex.indexOf('03420004');
  if (at < 0) throw new Error('no SM2 key');
  return hex.slice(at + 6, at + 6 + 130);
}

function isSigned(message: Buffer, value: Buffer, certificate: Buffer): boolean {
  // A BIT STRING begins with the number of bits that do not count.
  const signature = value.subarray(1).toString('hex');
  return sm2.doVerifySignature(new Uint8Array(message), signature, publicKey(certificate), {
    der: true,
    hash: true,
  });
}

/** What does not hold; empty when everything does. */
export async function faultsOf(file: string): Promise<string[]> {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const signature = await member(file, 'Doc_0/Signs/Sign_0/Signature.xml');
  const value = await member(file, 'Doc_0/Signs/Sign_0/SignedValue.dat');
  const [toSign, certificate, , signed] = elements(elements(value)[0].content);
  const [, seal, , hash] = elements(toSign.content);
  const [information, maker, , made] = elements(seal.content);
  must(isSigned(toSign.whole, signed.content, certificate.content), 'signature');
  must(isSigned(information.whole, made.content, maker.content), 'seal');
  must(information.content.includes(certificate.content), 'signer not named');
  must(hash.content.subarray(1).toString('hex') === sm3(new Uint8Array(signature)), 'hash');
  const listed = signature
    .toString('utf8')
    .matchAll(/FileRef="\/([^"]+)"><ofd:CheckValue>([^<]+)</g);
  let count = 0;
  for (const [, name, digest] of listed) {
    const counted = sm3(new Uint8Array(await member(file, name)));
    must(Buffer.from(digest, 'base64').toString('hex') === counted, name);
    ++count;
  }
  const names = (await run('unzip', ['-Z1', file])).stdout.trim().split('\n');
  must(count === names.length - 2, 'members that are not listed');
  return faults;
}
