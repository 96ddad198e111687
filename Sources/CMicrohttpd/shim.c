#include "CMicrohttpd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void *on_target(void *cls, const char *target, struct MHD_Connection *connection) {
    kb_context *context = cls;
    return context->callbacks.target(context->server, connection, target);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *piece, size_t *size, void **exchange) {
    kb_context *context = cls;
    (void)url;
    (void)version;
    return context->callbacks.request(context->server, connection, method, piece, size, exchange) ? MHD_YES : MHD_NO;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **exchange,
                         enum MHD_RequestTerminationCode how) {
    kb_context *context = cls;
    context->callbacks.completed(context->server, connection, exchange, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    kb_context *context = cls;
    context->callbacks.connection(context->server, connection, socket_context, code == MHD_CONNECTION_NOTIFY_STARTED);
}

static void on_log(void *cls, const char *format, va_list arguments) {
    kb_context *context = cls;
    char line[256];
    vsnprintf(line, sizeof line, format, arguments);
    context->callbacks.log(context->server, line);
}

/* The raw target is decoded in Swift, once and strictly; the library must not do it too. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text) {
    (void)cls;
    (void)connection;
    return strlen(text);
}

struct MHD_Daemon *kb_start(const kb_options *o, kb_context *context) {
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)o->certificate_pem},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)o->key_pem},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)o->priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem *security = o->certificate_pem == NULL ? plain : tls;
    if (o->certificate_pem != NULL) flags |= MHD_USE_TLS;
    /* The logger comes first: the library reports faults in later options through it. */
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, context,
                            MHD_OPTION_EXTERNAL_LOGGER, on_log, context,
                            MHD_OPTION_LISTEN_SOCKET, (MHD_socket)o->listen_fd,
                            MHD_OPTION_THREAD_POOL_SIZE, o->threads,
                            MHD_OPTION_THREAD_STACK_SIZE, o->stack_size,
                            MHD_OPTION_CONNECTION_LIMIT, o->connection_limit,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->per_peer_limit,
                            MHD_OPTION_CONNECTION_TIMEOUT, o->idle_seconds,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, o->connection_memory,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, context,
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, context,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, context,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, context,
                            MHD_OPTION_ARRAY, security,
                            MHD_OPTION_END);
}

void kb_connection_peer(struct MHD_Connection *connection, char peer[KB_PEER_SIZE]) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
    const char *text = NULL;
    if (address != NULL && address->sa_family == AF_INET) {
        text = inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, peer, KB_PEER_SIZE);
    } else if (address != NULL && address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        text = IN6_IS_ADDR_V4MAPPED(six) ? inet_ntop(AF_INET, &six->s6_addr[12], peer, KB_PEER_SIZE)
                                         : inet_ntop(AF_INET6, six, peer, KB_PEER_SIZE);
    }
    if (text == NULL) snprintf(peer, KB_PEER_SIZE, "unknown");
}

struct visit {
    kb_header_visitor each;
    void *cls;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                 const char *value, size_t value_size) {
    struct visit *visit = cls;
    (void)kind;
    return visit->each(visit->cls, name, name_size, value, value == NULL ? 0 : value_size) ? MHD_NO : MHD_YES;
}

void kb_headers(struct MHD_Connection *connection, kb_header_visitor each, void *cls) {
    struct visit visit = {each, cls};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, &visit);
}

struct MHD_Response *kb_response_stream(int64_t size, size_t block, kb_reader read, void (*release)(void *cls),
                                        void *cls) {
    _Static_assert(MHD_CONTENT_READER_END_OF_STREAM == KB_STREAM_END, "the library's end mark");
    _Static_assert(MHD_CONTENT_READER_END_WITH_ERROR == KB_STREAM_FAILED, "the library's failure mark");
    return MHD_create_response_from_callback(size < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)size, block, read, cls, release);
}
