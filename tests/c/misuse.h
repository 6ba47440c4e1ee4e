/* Every class of misuse: each is an error, and nothing worse. */
#ifndef MISUSE_H
#define MISUSE_H

#include "support.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

/* Handles that are none, those of another kind, and closed ones. */
static inline void handles(ckey_session *session, ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_seal *seal = NULL;
    ckey_buffer header = {0}, object = {0};
    size_t written = 0;
    int32_t number = 0;
    const char *name = NULL;
    uint8_t out[8];

    ckey_scope *none[] = {NULL, (ckey_scope *)(uintptr_t)1, (ckey_scope *)(uintptr_t)0x7fffffffffff, (ckey_scope *)(uintptr_t)-1,
                          (ckey_scope *)(void *)&object, (ckey_scope *)session};
    for (size_t n = 0; n < sizeof none / sizeof *none; n++) {
        if (session == NULL && n == 5) continue;
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_scope_seal(none[n], NULL, 0, NULL, 0, &object, NULL, &error));
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_seal_start(none[n], NULL, 0, &header, NULL, &seal, &error));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_scope_close(none[n]));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_call_free((ckey_call *)none[n]));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_call_cancel((ckey_call *)none[n]));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_call_answer((ckey_call *)none[n], 1));
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_call_status((ckey_call *)none[n], &error));
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_seal_update((ckey_seal *)none[n], NULL, 0, out, sizeof out, &written, &error));
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_reader_read_at((ckey_reader *)none[n], NULL, 0, 0, out, sizeof out, &written, &error));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_reader_free((ckey_reader *)none[n]));
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_scope_describe(none[n], &object, &error));
        EXPECT(CKEY_E_INVALID_HANDLE, ckey_open_update((ckey_open *)none[n], NULL, 0, out, sizeof out, &written, &error));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_error_code((ckey_error *)none[n], &number));
        STATUS(CKEY_E_INVALID_HANDLE, ckey_error_name((ckey_error *)none[n], &name));
        CHECK(name == NULL);
        ckey_error_free((ckey_error *)none[n]);
    }

    /* A scope is no session, no stream, no call and no error. */
    EXPECT(CKEY_E_INVALID_HANDLE, ckey_call_start((ckey_session *)scope, bytes_of("x"), 1, NULL, 0, (ckey_call **)&seal, &error));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_seal_free((ckey_seal *)scope));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_session_close((ckey_session *)scope));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_error_code((ckey_error *)scope, &number));

    /* Freed twice, and used after that; also when the place is taken again. */
    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &header, NULL, &seal, &error));
    ckey_buffer_free(&header);
    STATUS(CKEY_OK, ckey_seal_free(seal));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_seal_free(seal));
    ckey_seal *again = NULL;
    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &header, NULL, &again, &error));
    ckey_buffer_free(&header);
    CHECK(again != seal);
    EXPECT(CKEY_E_INVALID_HANDLE, ckey_seal_update(seal, NULL, 0, out, sizeof out, &written, &error));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_seal_free(seal));
    STATUS(CKEY_OK, ckey_seal_free(again));

    /* Errors are handles too. */
    STATUS(CKEY_E_TOO_LARGE, ckey_seal_start(scope, NULL, (size_t)-1, &header, NULL, &seal, &error));
    STATUS(CKEY_OK, ckey_error_code(error, &number));
    CHECK(number == CKEY_E_TOO_LARGE);
    STATUS(CKEY_OK, ckey_error_name(error, &name));
    CHECK(strcmp(name, "argument.too_large") == 0);
    STATUS(CKEY_OK, ckey_error_category(error, &name));
    CHECK(strcmp(name, "LimitsExceeded") == 0);
    STATUS(CKEY_OK, ckey_error_retryable(error, &number));
    CHECK(number == 0);
    ckey_error *kept = error;
    ckey_error_free(error);
    ckey_error_free(kept);
    STATUS(CKEY_E_INVALID_HANDLE, ckey_error_code(kept, &number));
}

/* Lengths that no buffer has, NULL, overlaps, texts that are none; outputs are cleared. */
static inline void arguments(ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_buffer object = {0}, full = {(uint8_t *)(uintptr_t)16, 7, 7};
    ckey_seal *seal = (ckey_seal *)(uintptr_t)5;
    size_t written = 99;
    uint8_t bytes[64] = {0};

    EXPECT(CKEY_E_TOO_LARGE, ckey_scope_seal(scope, NULL, 0, bytes, (size_t)-1, &object, NULL, &error));

    /* A buffer that holds something, and one place for two outputs: refused while nothing has happened. */
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_scope_seal(scope, NULL, 0, bytes, 1, &full, NULL, &error));
    CHECK(full.data == (uint8_t *)(uintptr_t)16 && full.len == 7 && full.cap == 7);
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_scope_seal(scope, NULL, 0, bytes, 1, &object, &object, &error));
    CHECK(object.data == NULL && object.len == 0 && object.cap == 0);
    STATUS(CKEY_E_INVALID_ARGUMENT, ckey_seal_start(scope, NULL, 0, &object, NULL, &seal, (ckey_error **)(void *)&seal));
    CHECK(seal == (ckey_seal *)(uintptr_t)5);
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_read_at(scope, NULL, 0, NULL, 0, bytes + 32, 8, 0, (uint8_t *)&written, 8, &written, &error));
    CHECK(written == 99);
    EXPECT(CKEY_E_TOO_LARGE, ckey_scope_seal(scope, NULL, 0, bytes, (size_t)1 << 63, &object, NULL, &error));
    EXPECT(CKEY_E_TOO_LARGE, ckey_scope_seal(scope, bytes, (size_t)1 << 40, bytes, 1, &object, NULL, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_scope_seal(scope, NULL, 0, NULL, 1, &object, NULL, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_scope_seal(scope, NULL, 0, bytes, 1, NULL, NULL, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_seal_bound(1, NULL, &error));
    uint64_t bound = 9;
    EXPECT(CKEY_E_LIMIT, ckey_seal_bound((uint64_t)-1, &bound, &error));
    CHECK(bound == 0);
    EXPECT(CKEY_E_CONTEXT, ckey_seal_start(scope, bytes, 5, &object, NULL, &seal, &error));
    CHECK(seal == NULL);
    EXPECT(CKEY_E_NOT_JSON, ckey_context_encode(bytes_of("[1]"), 3, &object, &error));
    EXPECT(CKEY_E_NOT_JSON, ckey_context_encode(bytes_of("{\"a\":\"1\",\"a\":\"2\"}"), 17, &object, &error));
    EXPECT(CKEY_E_NOT_TEXT, ckey_read_at_path(scope, NULL, 0, NULL, 0, bytes_of("a\0b"), 3, 0, bytes, 1, &written, &error));
    EXPECT(CKEY_E_NOT_TEXT, ckey_read_at_path(scope, NULL, 0, NULL, 0, bytes_of("\xff"), 1, 0, bytes, 1, &written, &error));
    CHECK(written == 0);

    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &object, NULL, &seal, &error));
    ckey_buffer_free(&object);
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_seal_update(seal, bytes, 32, bytes + 31, 33, &written, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_seal_update(seal, bytes, 1, NULL, 1, &written, &error));
    EXPECT(CKEY_E_TOO_LARGE, ckey_seal_update_in_place(seal, bytes, (size_t)-1, &written, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_seal_update(seal, bytes, 1, bytes + 32, 32, NULL, &error));
    STATUS(CKEY_OK, ckey_seal_update(seal, bytes, 1, bytes + 32, 32, &written, NULL));
    STATUS(CKEY_OK, ckey_seal_free(seal));
}

typedef struct {
    ckey_seal *seal;
    atomic_int refused;
} shared;

static inline void *intrude(void *argument)
{
    shared *with = (shared *)argument;
    uint8_t out[1];
    size_t written = 0;
    for (;;) {
        int32_t status = ckey_seal_update(with->seal, NULL, 0, out, sizeof out, &written, NULL);
        CHECK(status == CKEY_OK || status == CKEY_E_BUSY);
        if (status == CKEY_E_BUSY) break;
        sched_yield();
    }
    atomic_fetch_add(&with->refused, 1);
    return NULL;
}

/* One stream, four threads: one works, three are refused, and the stream goes on. */
static inline void threads(ckey_scope *scope)
{
    enum { PIECE = 2 << 20 };
    ckey_error *error = NULL;
    ckey_buffer header = {0};
    shared with = {NULL, 0};
    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &header, NULL, &with.seal, &error));
    uint8_t *plain = (uint8_t *)calloc(1, PIECE), *out = (uint8_t *)malloc(PIECE + (1 << 20));
    CHECK(plain != NULL && out != NULL);
    pthread_t intruders[3];
    for (int n = 0; n < 3; n++) CHECK(pthread_create(&intruders[n], NULL, intrude, &with) == 0);
    while (atomic_load(&with.refused) < 3) {
        size_t written = 0;
        int32_t status = ckey_seal_update(with.seal, plain, PIECE, out, PIECE + (1 << 20), &written, NULL);
        CHECK(status == CKEY_OK || status == CKEY_E_BUSY);
        if (status == CKEY_E_BUSY) sched_yield();
    }
    for (int n = 0; n < 3; n++) CHECK(pthread_join(intruders[n], NULL) == 0);
    STATUS(CKEY_OK, ckey_seal_free(with.seal));
    ckey_buffer_free(&header);
    free(plain);
    free(out);
}

typedef struct {
    ckey_reader *reader;
    const uint8_t *object;
    size_t len;
} reading;

static inline void *read_often(void *argument)
{
    const reading *with = (const reading *)argument;
    uint8_t out[16];
    for (uint64_t n = 0; n < 2000; n++) {
        size_t written = 0;
        STATUS(CKEY_OK, ckey_reader_read_at(with->reader, with->object, with->len, n % 50, out, sizeof out, &written, NULL));
        CHECK(written == sizeof out && out[0] == (uint8_t)(n % 50));
    }
    return NULL;
}

/* One reader, four threads: all of them read at once. */
static inline void reading_threads(ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_buffer object = {0};
    uint8_t plain[100];
    for (int n = 0; n < 100; n++) plain[n] = (uint8_t)n;
    EXPECT(CKEY_OK, ckey_scope_seal(scope, NULL, 0, plain, sizeof plain, &object, NULL, &error));
    reading with = {NULL, object.data, object.len};
    EXPECT(CKEY_OK, ckey_reader_open(scope, NULL, 0, NULL, 0, object.data, object.len, &with.reader, &error));
    pthread_t readers[4];
    for (int n = 0; n < 4; n++) CHECK(pthread_create(&readers[n], NULL, read_often, &with) == 0);
    for (int n = 0; n < 4; n++) CHECK(pthread_join(readers[n], NULL) == 0);
    STATUS(CKEY_OK, ckey_reader_free(with.reader));
    ckey_buffer_free(&object);
}

static inline unsigned char in_child(ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_buffer object = {0};
    ckey_session *session = NULL;
    const uint8_t *json = NULL;
    size_t len = 0;
    if (ckey_scope_seal(scope, NULL, 0, NULL, 0, &object, NULL, &error) != CKEY_E_FORKED) return 1;
    if (ckey_error_message(error, &json, &len) != CKEY_OK || len == 0) return 2;
    ckey_error_free(error);
    if (ckey_scope_close(scope) != CKEY_E_FORKED) return 3;
    if (ckey_reader_free((ckey_reader *)scope) != CKEY_E_FORKED) return 6;
    if (ckey_session_open(NULL, 0, &session, NULL) != CKEY_E_FORKED || session != NULL) return 4;
    return ckey_abi_version() == CKEY_ABI_VERSION ? 0 : 5;
}

/* A forked child is refused by everything that needs a handle, and its parent goes on. The child ends by a signal: what its parent's
   threads held is no leak of its own. */
static inline void forked(ckey_scope *scope)
{
    int ends[2], status = 0;
    unsigned char result = 99;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        result = in_child(scope);
        if (write(ends[1], &result, 1) != 1) _exit(1);
        raise(SIGKILL);
    }
    CHECK(read(ends[0], &result, 1) == 1);
    CHECK(waitpid(child, &status, 0) == child);
    close(ends[0]);
    close(ends[1]);
    STATUS(0, result);
    ckey_error *error = NULL;
    ckey_buffer object = {0};
    EXPECT(CKEY_OK, ckey_scope_seal(scope, NULL, 0, NULL, 0, &object, NULL, &error));
    ckey_buffer_free(&object);
}

#endif
