#ifndef KINBOX_CSODIUM_SHIM_H
#define KINBOX_CSODIUM_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* prctl and fcntl take variable arguments, which Swift can't call. */

static inline int kinbox_forbid_dumping(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return errno;
    return 0;
}

static inline int kinbox_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

/* An open-file-description lock on the whole file: it belongs to this descriptor, so closing another descriptor of the
   same file does not drop it. 0, or the errno (EAGAIN or EACCES when somebody else holds it). */
#ifndef F_OFD_SETLK
#define F_OFD_SETLK 37
#endif
static inline int kinbox_lock_whole_file(int descriptor) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return fcntl(descriptor, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

/* Gives the lock back at once, even where a child that was just forked still holds the description. */
static inline void kinbox_unlock_whole_file(int descriptor) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_UNLCK;
    lock.l_whence = SEEK_SET;
    (void)fcntl(descriptor, F_OFD_SETLK, &lock);
}

/* BLAKE2b in steps: Swift does not import libsodium's packed state. The caller owns 384 bytes aligned to 64. */
static inline int kinbox_hash_start(void *state) {
    return crypto_generichash_init((crypto_generichash_state *)state, NULL, 0, 32);
}
static inline int kinbox_hash_add(void *state, const unsigned char *bytes, size_t count) {
    return crypto_generichash_update((crypto_generichash_state *)state, bytes, count);
}
static inline int kinbox_hash_finish(void *state, unsigned char *digest) {
    return crypto_generichash_final((crypto_generichash_state *)state, digest, 32);
}

#endif
