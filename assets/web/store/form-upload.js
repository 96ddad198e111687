// A form on its way into use.
import { call } from '../api/client.js';
import { uploading } from './uploads.js';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function basesNow(signal) {
  const { data } = await call('GET', '/api/v1/forms/publications', { signal });
  return new Map(data.forms.map((form) => [form.name, form.inUse.publication]));
}

const forms = uploading({
  bases: basesNow,
  nameOf: (report) => report.form && report.form.name,
  typeOf: (name) => (/\.(md|markdown)$/i.test(name) ? 'text/markdown' : WORKBOOK),
  sendTo: (file, repairs = []) => `/api/v1/forms/uploads${repairs.length ? `?repairs=${repairs.join(',')}` : ''}`,
  checkAt: (report) => `/api/v1/forms/uploads/${report.upload}/check`,
  putAt: (report) => `/api/v1/forms/uploads/${report.upload}/publish`,
  askAt: (report) => `/api/v1/forms/uploads/${report.upload}/ask`,
  bodyOf: (repairs) => ({ repairs }),
  resultOf: (data, report, note) => ({ ...data, title: report.form.title, note }),
});

export const { state: upload, stop: stopSending, forget: forgetUpload, send: sendForm, sendAgain, check: checkAgain, put: putIntoUse, askSecond } = forms;

/** The repairs that a report was made with. */
export function chosenRepairs(report) {
  return report.repairs.filter((repair) => repair.chosen).map((repair) => repair.code);
}
