// Attachments of answers. Each goes to the box as soon as it is chosen, before the form is saved; the answer then holds a
// reference that the box gave. A chosen file lives as long as the page: a lost network costs no photo, a closed page does.
import { observable } from '../lib/observable.js';
import { small } from '../lib/pictures.js';
import { uuid7 } from '../lib/uuid.js';
import { language, t } from '../lib/i18n.js';
import { call, wire } from '../api/client.js';
import { sendFile } from '../api/files.js';
import { giveUp, ONE_PIECE, sendInPieces } from '../api/pieces.js';
import { Problem } from '../api/problem.js';

export const MEDIA = ['file', 'image', 'audio', 'video'];

const MB = 1 << 20;
/** Bytes that a question of each type takes, as the box does. */
const LIMITS = { image: 12 * MB, audio: 30 * MB, file: 25 * MB, video: 100 * MB };

/** {id, type, size, digest, name} of an answer's reference; null for anything else. */
export function referenceOf(value) {
  const parts = typeof value === 'string' ? value.match(/^([0-9a-f-]{36}) (\w+\/[\w.+-]+) (\d+) ([0-9a-f]{64})(?: (.+))?$/) : null;
  return parts ? { id: parts[1], type: parts[2], size: Number(parts[3]), digest: parts[4], name: parts[5] || '' } : null;
}

export function familyOf(type) {
  const family = type.split('/')[0];
  return ['image', 'audio', 'video'].includes(family) ? family : 'file';
}

export function addressOf(record, reference) {
  return `/api/v1/records/${record}/attachments/${reference.id}`;
}

export function sizeWords(bytes) {
  const number = (value) => language.value.number.format(value);
  if (bytes < MB) return t('attach.kilobytes', { size: number(Math.max(1, Math.round(bytes / 1024))) });
  return t('attach.megabytes', { size: number(Math.round((bytes / MB) * 10) / 10) });
}

/** A reference in words: its name or kind, and how large it is. */
export function attachmentWords(reference) {
  return `${reference.name || t(`attach.kind.${familyOf(reference.type)}`)} · ${sizeWords(reference.size)}`;
}

/**
 * What is on its way: {id, key, record, blob, name, sent, upload, state, problem}; `upload` names one that goes in pieces. state: 'sending' | 'waiting' (the network is
 * away; goes by itself when it is back) | 'refused' (the box does not take it).
 */
export const uploads = observable([]);
const running = new Map();

function change(id, part) {
  uploads.set(uploads.value.map((job) => (job.id === id ? { ...job, ...part } : job)));
}

function forget(id) {
  running.delete(id);
  uploads.set(uploads.value.filter((job) => job.id !== id));
}

/** `place` = {record, dossier, parent, form, draft, about}. `take(value)` gets the reference once the box has the attachment. */
export function attach({ key, place, field, blob, name = '', take }) {
  for (const job of uploads.value) if (job.key === key) cancel(job.id);
  const id = uuid7();
  const job = { id, key, record: place.record, place, field: field.name, blob, name, sent: 0, state: 'sending', problem: null, take };
  const limit = LIMITS[field.type];
  if (blob.size > limit) {
    uploads.set([...uploads.value, { ...job, state: 'refused', problem: new Problem({ status: 413, code: 'attachment-too-large' }) }]);
    return;
  }
  uploads.set([...uploads.value, job]);
  send(id);
}

async function send(id) {
  const job = uploads.value.find((one) => one.id === id);
  if (!job || running.has(id)) return;
  const abort = new AbortController();
  running.set(id, abort);
  change(id, { state: 'sending', problem: null });
  const query = new URLSearchParams({ record: job.place.record, form: job.place.form, field: job.field, name: job.name });
  for (const part of ['dossier', 'parent']) if (job.place[part]) query.set(part, job.place[part]);
  try {
    const watching = { signal: abort.signal, onProgress: (sent) => change(id, { sent }) };
    const { data } = job.blob.size <= ONE_PIECE ? await sendFile(`/api/v1/attachments?${query}`, job.blob, watching)
      : await sendInPieces(query, job.blob, { ...watching, known: job.upload, onBegun: (upload) => change(id, { upload }) });
    await sendSmall(data.attachment, job.blob, abort.signal);
    const { take } = uploads.value.find((one) => one.id === id) || job;
    forget(id);
    take(data.value);
  } catch (problem) {
    running.delete(id);
    if (abort.signal.aborted) return;
    change(id, { state: problem.passes ? 'waiting' : 'refused', problem });
  }
}

/** The gallery's small picture. Where it fails the photo is kept all the same, and the gallery shows a sign instead. */
async function sendSmall({ id, type }, blob, signal) {
  const picture = familyOf(type) === 'image' ? await small(blob) : null;
  if (picture) await sendFile(`/api/v1/attachments/${id}/thumbnail`, picture, { method: 'PUT', signal }).catch(() => {});
}

/** The question is on screen again, in a form opened anew: it gets the reference. */
export function adopt(id, take) {
  change(id, { take });
}

export function retry(id) {
  send(id);
}

export function cancel(id) {
  const abort = running.get(id), job = uploads.value.find((one) => one.id === id);
  forget(id);
  if (job && job.upload) giveUp(job.upload);
  if (abort) abort.abort();
}

/** Takes an attachment back that no save has taken up; one of a record stays in its history. */
export function takeBack(reference) {
  call('DELETE', `/api/v1/attachments/${reference.id}`).catch(() => {});
}

/** What of a record is not on the box yet. */
export function unsent(record) {
  return uploads.value.filter((job) => job.record === record && job.state !== 'refused');
}

wire.watch(({ reach }) => {
  if (reach !== 'online') return;
  for (const job of uploads.value) if (job.state === 'waiting' && job.problem.status === 0) send(job.id);
});

addEventListener('beforeunload', (event) => {
  if (!uploads.value.some((job) => job.state !== 'refused')) return;
  event.preventDefault();
  event.returnValue = '';
});
