#pragma once

/* The client's side of TLS for Swift, over GnuTLS, which serves the site already. One session on a connected, blocking socket that
   has its own time limits. Not for use by two threads at once. */

#include <stddef.h>

typedef struct kb_tls kb_tls;

/* Speaks TLS 1.2 or newer on `fd` and proves the other end's certificate for `host` (a name or an address) by the authorities in
   `authority_pem`, or, where that is NULL, in `authority_file`. NULL where that fails; `why` then says so in at most `why_size` bytes. The
   socket stays the caller's. */
kb_tls *kb_tls_open(int fd, const char *host, const char *authority_pem, size_t authority_size, const char *authority_file,
                    unsigned int handshake_millis, char *why, size_t why_size);

/* Bytes sent or received; 0 at the end of what is received; negative on failure. */
long kb_tls_send(kb_tls *tls, const void *bytes, size_t count);
long kb_tls_receive(kb_tls *tls, void *bytes, size_t count);

/* Says goodbye without waiting, and frees. */
void kb_tls_close(kb_tls *tls);
