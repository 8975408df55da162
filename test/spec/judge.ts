/** Whether an answer is what the specification says of its operation. */
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Document, Operation, Schema } from './document.js';

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

export class Judge {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly components: Document['components'];
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor({ components }: Document) {
    addFormats.default(this.ajv);
    this.components = { schemas: Object.fromEntries(Object.entries(components.schemas).map(([name, one]) => [name, closed(one)])) };
  }

  /** What is wrong with it, in sentences. */
  wrong({ responses }: Operation, { status, contentType, text }: Answer): string[] {
    if (status >= 500) return [`it is a fault: ${text.slice(0, 500)}`];
    const listed = responses[String(status)];
    if (listed === undefined) return [`the status is not listed: ${text.slice(0, 500)}`];
    const stated = Object.entries(listed.content ?? {});
    if (stated.length === 0) return text === '' ? [] : ['it has a body, and none is stated'];
    const media = contentType?.toLowerCase().split(';')[0]?.trim() ?? '';
    const found = stated.find(([name]) => name.split(';')[0] === media);
    if (found === undefined) return [`the media type ${String(contentType)} is not stated`];
    if (!/^application\/(problem\+)?json$/.test(media)) return [];
    const value = JSON.parse(text) as unknown;
    const wrong = this.offSchema(found[1].schema, value);
    const told = (value as { readonly status?: unknown }).status;
    return media === 'application/problem+json' && told !== status ? [...wrong, `it says its status is ${String(told)}`] : wrong;
  }

  private offSchema(schema: Schema, value: unknown): string[] {
    const key = JSON.stringify(schema);
    let validate = this.compiled.get(key);
    if (validate === undefined) {
      validate = this.ajv.compile({ ...closed(schema), components: this.components });
      this.compiled.set(key, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`);
  }
}

/** A field that the specification does not tell is as wrong as one that is missing. */
function closed(schema: Schema): Schema {
  if (schema.properties === undefined || schema.additionalProperties !== undefined) return schema;
  const properties = Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, closed(one)]));
  return { ...schema, properties, additionalProperties: false };
}
