// SPDX-License-Identifier: Apache-2.0
// A client of the API whose every answer is held against the document.
import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from './fixtures';
import { type Service, programPath } from './service';

const root = new URL('../../', import.meta.url);
export const document = JSON.parse(await readFile(new URL('web/api/openapi.json', root), 'utf8'));
export const PURPOSE = encodeURIComponent('入职资格审核');

export interface Client { id: string; key: string }

/** Enters a client as an operator does, on the shell. */
export async function addClient(service: Service, ...options: string[]): Promise<Client> {
  const { stdout } = await promisify(execFile)(programPath(), ['api-client', 'add', '--data',
    service.data, '--name', '测试客户', '--apply', ...options]);
  const found = /client {2}(\d+)\nkey {5}(yx_\w+)/.exec(stdout);
  if (!found) throw new Error(stdout);
  return { id: found[1], key: found[2] };
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'openapi');
const pointer = (...parts: string[]): string =>
  `openapi#/${parts.map((p) => encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

export interface Call { method: string; path: string; parameters?: Record<string, string>; query?: string;
  body?: unknown; form?: FormData; headers?: Record<string, string> }

/** Calls operations and checks every answer against the document. */
export class Caller {
  readonly seen = new Set<string>();
  constructor(private readonly url: string, private readonly key: string) {}

  async call(call: Call): Promise<{ status: number; body: any; headers: Headers }> {
    let path = call.path;
    for (const [name, value] of Object.entries(call.parameters ?? {}))
      path = path.replace(`{${name}}`, value);
    const headers: Record<string, string> = { Authorization: `Bearer ${this.key}`,
      'Yinxin-Purpose': PURPOSE, ...call.headers };
    if (call.body !== undefined) headers['Content-Type'] ??= 'application/json';
    const answer = await fetch(`${this.url}/api/v1${path}?lang=en&${call.query ?? ''}`, {
      method: call.method.toUpperCase(), headers,
      body: call.form ?? (typeof call.body === 'string' ? call.body
        : call.body === undefined ? undefined : JSON.stringify(call.body)),
    });
    const media = (answer.headers.get('content-type') ?? '').split(';')[0];
    const text = await answer.text();
    const body = media.endsWith('json') ? JSON.parse(text) : text;
    this.check(call, answer.status, media, body);
    return { status: answer.status, body, headers: answer.headers };
  }

  private check(call: Call, status: number, media: string, body: unknown): void {
    const name = `${call.method} ${call.path} ${status}`;
    let at = ['paths', call.path, call.method, 'responses', String(status)];
    let response = document.paths[call.path]?.[call.method]?.responses[status];
    if (!response) throw new Error(`the document does not know ${name}: ${JSON.stringify(body)}`);
    if (response.$ref) {
      at = response.$ref.slice(2).split('/');
      response = document.components.responses[at[2]];
    }
    expect(Object.keys(response.content), name).toContain(media);
    const schema: ValidateFunction | undefined =
      ajv.getSchema(pointer(...at, 'content', media, 'schema'));
    if (!schema) throw new Error(`no schema for ${name}`);
    expect(schema(body), `${name}: ${ajv.errorsText(schema.errors)}`).toBe(true);
    this.seen.add(name);
  }
}

export interface Described { method: string; path: string; operation: any }
export const operations: Described[] = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })));

/** What the machine's troubles are answered with: tests of their own make them. */
export const troubles = ['get /changes 410', 'post /verifications/file 503', 'post /verifications/file 504'];
export const behindKey = operations.filter((each) => !each.operation.security);
export const withBody = behindKey.filter((each) => each.operation.requestBody);
export const bodies: Record<string, unknown> = {
  '/certificates/status': { number: 'SANDBOX-M0001', name: '演示甲' },
  '/copies/status': { copy: 'nothing' },
  '/verifications/code': { text: 'nothing' },
  '/authorised-uses/redeem': { code: 'nothing' },
  '/webhook': { url: 'https://example.com/hook' },
  '/sandbox/changes': { certificate: 'valid', status: 'revoked' },
};

export function aFile(text: string): FormData {
  const form = new FormData();
  form.append('file', new Blob([text]), 'a.txt');
  return form;
}

/** Operations that take a form with a file. */
export const forms = ['/verifications/file', '/bulk'];
/** A call of the operation as it should be, with what `change` replaces. */
export function usual({ method, path, operation }: Described, change: Partial<Call> = {}): Call {
  const isForm = forms.includes(path);
  return { method, path, parameters: { id: '1' },
    ...(operation.requestBody && (isForm ? { form: aFile('x') } : { body: bodies[path] })),
    ...change };
}
