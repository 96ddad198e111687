// A refusal in words. The box answers RFC 9457 problems; what the app knows by code it says in the user's language.
import { knows, language, t } from '../lib/i18n.js';

const BY_STATUS = {
  401: 'session-ended', 403: 'not-allowed', 404: 'not-found', 409: 'changed', 412: 'changed', 413: 'too-large', 422: 'faults', 429: 'slow-down', 503: 'busy', 507: 'no-space',
};

export class Problem extends Error {
  constructor({ status = 0, code, title = '', safe = '', remedy = '', faults = [], retryAfter = null, request = '' }) {
    super(code);
    Object.assign(this, { status, code, title, safe, remedy, faults, retryAfter, request });
  }

  /** Whether the same request may succeed later without the user changing anything. */
  get passes() {
    return this.status === 0 || this.status === 401 || this.code === 'csrf-mismatch' || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** {what, safe, todo}: what happened, what is safe, what to do. */
  get words() {
    // The box's own words are English; in another language the status says enough when the code is not known here.
    const speaks = this.title && language.value.code === 'en';
    const key = knows(`problem.${this.code}.what`) ? this.code : speaks ? null : BY_STATUS[this.status];
    if (key) {
      return {
        what: t(`problem.${key}.what`), safe: t(`problem.${key}.safe`),
        todo: t(`problem.${key}.todo`, { n: this.retryAfter || 0 }),
      };
    }
    return {
      what: this.title || t('problem.failed.what'),
      safe: this.safe || t('problem.failed.safe'),
      todo: this.remedy || t('problem.failed.todo'),
    };
  }
}

/** Reads a problem from an answer, whatever the answer holds. */
export async function problemOf(answer) {
  let body = {};
  try {
    body = await answer.json();
  } catch {
    // Not JSON (a proxy's page, a cut connection): the status alone has to do.
  }
  const retry = Number(answer.headers.get('Retry-After'));
  return new Problem({
    status: answer.status,
    code: typeof body.code === 'string' ? body.code : BY_STATUS[answer.status] || 'failed',
    title: body.title,
    safe: body.safe || body.whatIsSafe,
    remedy: body.remedy || body.whatToDo,
    faults: Array.isArray(body.faults) ? body.faults : [],
    retryAfter: Number.isFinite(retry) && retry > 0 ? retry : null,
    request: body.request || '',
  });
}
