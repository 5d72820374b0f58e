// SPDX-License-Identifier: Apache-2.0
declare module 'base45' {
  export function decode(text: string): Uint8Array;
}
