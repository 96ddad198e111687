// Photos are drawn anew before they leave the device: smaller, upright, and without what a camera writes into them (the
// place, the time, the device). The box takes that out once more.
const MOST = 2048;
const QUALITY = 0.85;

function blobOf(canvas, quality) {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality));
}

function drawn(source, width, height, most = MOST, quality = QUALITY) {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext('2d');
  // JPEG knows no transparency; what is clear becomes white, as on paper.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return blobOf(canvas, quality);
}

/** The file as a JPEG of at most 2048 pixels a side, or fewer where the form says so. A file that this browser can't draw is answered as it is: the box decides. */
export async function redrawn(file, most = MOST) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return await drawn(picture, picture.width, picture.height, Math.min(MOST, most));
  } catch {
    return file;
  } finally {
    if (picture) picture.close();
  }
}

const SMALL = 256, SMALL_QUALITY = 0.6;

/** A small picture of a photo as a JPEG of at most 256 pixels a side; null where this browser can't draw it. */
export async function small(file) {
  try {
    const picture = await createImageBitmap(file);
    try {
      return await drawn(picture, picture.width, picture.height, SMALL, SMALL_QUALITY);
    } finally {
      picture.close();
    }
  } catch {
    return null;
  }
}

/** What a running camera shows now. */
export function snapshot(video) {
  return drawn(video, video.videoWidth, video.videoHeight);
}
