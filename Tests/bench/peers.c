/* The vault's workload on any SQLite library, in C: 200,000 rows of about 300 bytes, 100 a transaction, WAL,
 * synchronous FULL, 2 MB of cache; then as many point reads at random, then a scan. Called from peers.py, which has
 * already loaded the library; so every engine is driven by the same code and no language's cost is measured. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt stmt;

static int (*open_v2)(const char *, sqlite3 **, int, const char *);
static int (*close_v2)(sqlite3 *);
static int (*prepare)(sqlite3 *, const char *, int, stmt **, const char **);
static int (*step)(stmt *);
static int (*reset)(stmt *);
static int (*finalize)(stmt *);
static int (*bind_int)(stmt *, int, int64_t);
static int (*bind_blob)(stmt *, int, const void *, int, void (*)(void *));
static int64_t (*column_int)(stmt *, int);
static int (*column_bytes)(stmt *, int);
static const void *(*column_blob)(stmt *, int);
static int (*exec)(sqlite3 *, const char *, void *, void *, char **);
static const char *(*version)(void);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static uint64_t state = 7;
static uint64_t dice(void) {
    uint64_t z = (state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static void must(int ok, const char *what) {
    if (!ok) { fprintf(stderr, "peers: %s failed\n", what); exit(1); }
}

static sqlite3 *opened(const char *path, const char *setup) {
    sqlite3 *db = NULL;
    must(open_v2(path, &db, 6, NULL) == 0, "open");
    must(exec(db, setup, NULL, NULL, NULL) == 0, "setup");
    return db;
}

/* Answers insert, checkpoint, reads and scan in seconds in `times`; 0 when all went well. */
int run(const char *library, const char *path, const char *setup, int rows, double *times, char *told, int room) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) { fprintf(stderr, "%s\n", dlerror()); return 1; }
#define GET(variable, name) must((*(void **)&variable = dlsym(handle, name)) != NULL, name)
    GET(open_v2, "sqlite3_open_v2"); GET(close_v2, "sqlite3_close_v2"); GET(prepare, "sqlite3_prepare_v2");
    GET(step, "sqlite3_step"); GET(reset, "sqlite3_reset"); GET(finalize, "sqlite3_finalize");
    GET(bind_int, "sqlite3_bind_int64"); GET(bind_blob, "sqlite3_bind_blob"); GET(column_int, "sqlite3_column_int64");
    GET(column_bytes, "sqlite3_column_bytes"); GET(column_blob, "sqlite3_column_blob"); GET(exec, "sqlite3_exec");
    GET(version, "sqlite3_libversion");
    snprintf(told, room, "%s", version());

    static unsigned char noise[1 << 20];
    for (size_t i = 0; i < sizeof noise; i += 8) { uint64_t r = dice(); memcpy(noise + i, &r, 8); }
    sqlite3 *db = opened(path, setup);
    must(exec(db, "CREATE TABLE t(id INTEGER PRIMARY KEY, k INT, v BLOB)", NULL, NULL, NULL) == 0, "create");
    stmt *insert, *read, *scan;
    must(prepare(db, "INSERT INTO t VALUES(?,?,?)", -1, &insert, NULL) == 0, "prepare");
    double begun = now();
    for (int i = 0; i < rows; i++) {
        if (i % 100 == 0) must(exec(db, "BEGIN", NULL, NULL, NULL) == 0, "begin");
        bind_int(insert, 1, i); bind_int(insert, 2, i % 977);
        bind_blob(insert, 3, noise + ((size_t)i * 7919) % (sizeof noise - 400), 280 + i % 41, NULL);
        must(step(insert) == 101, "insert");
        reset(insert);
        if (i % 100 == 99) must(exec(db, "COMMIT", NULL, NULL, NULL) == 0, "commit");
    }
    times[0] = now() - begun;
    finalize(insert);
    begun = now();
    must(exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) == 0, "checkpoint");
    times[1] = now() - begun;
    close_v2(db);

    db = opened(path, setup);
    must(prepare(db, "SELECT v FROM t WHERE id=?", -1, &read, NULL) == 0, "prepare");
    int64_t bytes = 0;
    begun = now();
    for (int i = 0; i < rows; i++) {
        bind_int(read, 1, (int64_t)(dice() % (uint64_t)rows));
        must(step(read) == 100, "read");
        bytes += column_bytes(read, 0) + (column_blob(read, 0) == NULL);
        reset(read);
    }
    times[2] = now() - begun;
    finalize(read);
    must(prepare(db, "SELECT count(*), sum(k), sum(length(v)) FROM t", -1, &scan, NULL) == 0, "prepare");
    begun = now();
    must(step(scan) == 100 && column_int(scan, 0) == rows, "scan");
    times[3] = now() - begun;
    finalize(scan);
    close_v2(db);
    return bytes > 0 ? 0 : 1;
}
