// Code lists and places: which there are, what is in them, and a file on its way into use.
import { knows, local, t } from '../lib/i18n.js';
import { languageName } from '../lib/language-names.js';
import { call } from '../api/client.js';
import { useResource } from './resource.js';
import { apart } from './form-words.js';
import { uploading } from './uploads.js';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function useLists() {
  return useResource('/api/v1/lists');
}

/** Title of a list, or its name when it has none. */
export function listTitle(list) {
  return local(list.title) || list.name;
}

/** A page of the rows in use that hold these letters, from the `from`th on. */
export async function rowsOf(list, words, from = 0, signal) {
  const { data } = await call('GET', `/api/v1/lists/${list}/rows?from=${from}&q=${encodeURIComponent(words)}`, { signal });
  return data;
}

/** The address of a version as a file. */
export function fileOf(list, version, format) {
  return `/api/v1/lists/${list}/file?format=${format}&publication=${version.publication || 'standard'}`;
}

async function basesNow(signal) {
  const { data } = await call('GET', '/api/v1/lists', { signal });
  return new Map(data.lists.map((list) => [list.name, list.inUse.publication]));
}

export const listUpload = uploading({
  bases: basesNow,
  nameOf: (report) => report.list,
  typeOf: (name) => (/\.csv$/i.test(name) ? 'text/csv' : WORKBOOK),
  sendTo: (file) => `/api/v1/lists/${file.about}/uploads`,
  checkAt: (report) => `/api/v1/lists/${report.list}/uploads/${report.upload}/check`,
  putAt: (report) => `/api/v1/lists/${report.list}/uploads/${report.upload}/publish`,
  resultOf: (data, report, note) => ({ ...data, title: report.title, note }),
});

/** A change of a list as a sentence. */
export function listChangeWords(change) {
  const key = `lists.change.${change.kind}`;
  if (!knows(key)) return change.words;
  const value = (text) => apart(text || t('publish.notSet'));
  return t(key, { name: apart(local(change.names) || change.code), code: apart(change.code), before: value(change.before), after: value(change.after),
    language: change.language ? languageName(change.language) : '' });
}
