#pragma once

/* libmicrohttpd for Swift. Its variadic calls (start, options, connection and daemon info) and its enums do not
   import usably, so this header gives each one plain parameters and plain int results. */

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>

/* What to start. Strings need only live until kb_start returns; NULL certificate means plain HTTP. */
typedef struct {
    int listen_fd;
    unsigned int threads;
    unsigned int connection_limit;
    unsigned int per_peer_limit;
    unsigned int idle_seconds;
    size_t connection_memory;
    size_t stack_size;
    const char *certificate_pem;
    const char *key_pem;
    const char *priorities;
} kb_options;

/* Called on event threads. `server` is the pointer given beside them in kb_context. */
typedef struct {
    /* A request line came in: the raw target. The result becomes *exchange of the later calls. */
    void *(*target)(void *server, struct MHD_Connection *connection, const char *target);
    /* Headers complete (first call), a piece of the body, or the end of it (*size == 0). 0 closes the connection. */
    int (*request)(void *server, struct MHD_Connection *connection, const char *method, const char *piece, size_t *size,
                   void **exchange);
    void (*completed)(void *server, struct MHD_Connection *connection, void **exchange, int was_sent);
    void (*connection)(void *server, struct MHD_Connection *connection, void **context, int started);
    void (*log)(void *server, const char *line);
} kb_callbacks;

typedef struct {
    void *server;
    kb_callbacks callbacks;
} kb_context;

/* NULL when the daemon could not start. `context` must outlive the daemon. */
struct MHD_Daemon *kb_start(const kb_options *options, kb_context *context);

static inline void kb_stop(struct MHD_Daemon *daemon) { MHD_stop_daemon(daemon); }

static inline void kb_suspend(struct MHD_Connection *connection) { MHD_suspend_connection(connection); }
static inline void kb_resume(struct MHD_Connection *connection) { MHD_resume_connection(connection); }

static inline int kb_connection_fd(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : (int)info->connect_fd;
}

/* Writes the other end's numeric address, an IPv4 address in IPv6 clothes as IPv4; "unknown" for other families. */
enum { KB_PEER_SIZE = 64 };
void kb_connection_peer(struct MHD_Connection *connection, char peer[KB_PEER_SIZE]);

static inline void *kb_connection_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

/* Calls `each` with every request header; a nonzero answer stops. */
typedef int (*kb_header_visitor)(void *cls, const char *name, size_t name_size, const char *value, size_t value_size);
void kb_headers(struct MHD_Connection *connection, kb_header_visitor each, void *cls);

/* Responses. A persistent buffer must outlive the process; the other is copied. NULL when memory is short. */
static inline struct MHD_Response *kb_response_copy(const void *bytes, size_t size) {
    return MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}
static inline struct MHD_Response *kb_response_persistent(const void *bytes, size_t size) {
    return MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_PERSISTENT);
}

/* A response whose bytes come piecewise: `read` fills the buffer and answers the count, 0 (nothing yet: it must have
   suspended the connection), KB_STREAM_END or KB_STREAM_FAILED. `release` is called once with `cls`. size < 0: unknown. */
enum { KB_STREAM_END = -1, KB_STREAM_FAILED = -2 };
typedef ssize_t (*kb_reader)(void *cls, uint64_t position, char *buffer, size_t capacity);
struct MHD_Response *kb_response_stream(int64_t size, size_t block, kb_reader read, void (*release)(void *cls), void *cls);

/* 0 when the header was refused (line breaks in it). */
static inline int kb_response_header(struct MHD_Response *response, const char *name, const char *value) {
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

/* Queues the response and drops our hold on it. 0 closes the connection. */
static inline int kb_answer(struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response) {
    int queued = MHD_queue_response(connection, status, response) == MHD_YES;
    MHD_destroy_response(response);
    return queued;
}

/* How the calling thread shows in `top -H`; cut to 15 bytes. */
static inline void kb_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
