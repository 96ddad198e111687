#include "CGnuTLS.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>

struct kb_tls {
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
};

static int start(kb_tls *tls, int fd, const char *host, const char *pem, size_t pem_size, const char *file, unsigned int millis) {
    int result = gnutls_certificate_allocate_credentials(&tls->credentials);
    if (result < 0) return result;
    if (pem) {
        gnutls_datum_t datum = {(unsigned char *)pem, (unsigned int)pem_size};
        result = gnutls_certificate_set_x509_trust_mem(tls->credentials, &datum, GNUTLS_X509_FMT_PEM);
    } else {
        result = gnutls_certificate_set_x509_trust_file(tls->credentials, file, GNUTLS_X509_FMT_PEM);
    }
    if (result < 0) return result;
    if (result == 0) return GNUTLS_E_NO_CERTIFICATE_FOUND;
    if ((result = gnutls_init(&tls->session, GNUTLS_CLIENT)) < 0) return result;
    if ((result = gnutls_priority_set_direct(tls->session, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", NULL)) < 0) return result;
    if ((result = gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE, tls->credentials)) < 0) return result;
    /* An address is no server name (RFC 6066); the certificate is held against it all the same. */
    gnutls_session_set_verify_cert(tls->session, host, 0);
    int is_name = 0;
    for (const char *letter = host; *letter; letter++) if ((*letter < '0' || *letter > '9') && *letter != '.') is_name = 1;
    if (is_name) {
        size_t length = 0;
        while (host[length]) length++;
        if ((result = gnutls_server_name_set(tls->session, GNUTLS_NAME_DNS, host, length)) < 0) return result;
    }
    gnutls_transport_set_int(tls->session, fd);
    gnutls_handshake_set_timeout(tls->session, millis);
    do result = gnutls_handshake(tls->session);
    while (result < 0 && result != GNUTLS_E_AGAIN && !gnutls_error_is_fatal(result));
    return result;
}

kb_tls *kb_tls_open(int fd, const char *host, const char *authority_pem, size_t authority_size, const char *authority_file,
                    unsigned int handshake_millis, char *why, size_t why_size) {
    kb_tls *tls = calloc(1, sizeof(kb_tls));
    if (!tls) return NULL;
    int result = start(tls, fd, host, authority_pem, authority_size, authority_file, handshake_millis);
    if (result >= 0) return tls;
    snprintf(why, why_size, "%s", gnutls_strerror(result));
    if (tls->session) gnutls_deinit(tls->session);
    if (tls->credentials) gnutls_certificate_free_credentials(tls->credentials);
    free(tls);
    return NULL;
}

long kb_tls_send(kb_tls *tls, const void *bytes, size_t count) {
    ssize_t result;
    do result = gnutls_record_send(tls->session, bytes, count);
    while (result == GNUTLS_E_INTERRUPTED);
    return result;
}

long kb_tls_receive(kb_tls *tls, void *bytes, size_t count) {
    ssize_t result;
    /* A session ticket of TLS 1.3 is taken in and answered with "again", as is the socket's own time limit: errno tells them apart. */
    int tickets = 0;
    do {
        errno = 0;
        result = gnutls_record_recv(tls->session, bytes, count);
    } while (result == GNUTLS_E_INTERRUPTED || (result == GNUTLS_E_AGAIN && errno == 0 && ++tickets < 16));
    /* A close without goodbye is an end like any other: SMTP says itself when it is done. */
    return result == GNUTLS_E_PREMATURE_TERMINATION ? 0 : result;
}

void kb_tls_close(kb_tls *tls) {
    gnutls_bye(tls->session, GNUTLS_SHUT_WR);
    gnutls_deinit(tls->session);
    gnutls_certificate_free_credentials(tls->credentials);
    free(tls);
}
