#ifndef KINBOX_CWORKBOOK_SHIM_H
#define KINBOX_CWORKBOOK_SHIM_H

#include <expat.h>
#include <zlib.h>

/* zlib starts its streams by macros, which Swift can't call. Negative window bits: the raw deflate of a zip entry. */

static inline int kinbox_inflate_start(z_stream *stream) { return inflateInit2(stream, -15); }

/* A whole gzip file. */
static inline int kinbox_gunzip_start(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

static inline int kinbox_deflate_start(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

#endif
