/* What the C programs share: checks that name their line, and errors read as text. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include "customer_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Notes what a function returned, for the test that holds the lists of the header against it. */
static inline void note_status(const char *call, int32_t status)
{
    const char *file = getenv("CUSTOMER_KEY_STATUSES");
    const char *end = strchr(call, '(');
    if (file == NULL || status >= 0 || end == NULL || strncmp(call, "ckey_", 5) != 0) return;
    FILE *out = fopen(file, "a");
    if (out != NULL) {
        fprintf(out, "%.*s %d\n", (int)(end - call), call, (int)status);
        fclose(out);
    }
}

#define CHECK(condition)                                                                                              \
    do {                                                                                                              \
        if (!(condition)) {                                                                                           \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                           \
            exit(1);                                                                                                  \
        }                                                                                                             \
    } while (0)

/* Expects a status from a function without an error parameter. */
#define STATUS(expected, call)                                                                                        \
    do {                                                                                                              \
        int32_t found_ = (call);                                                                                      \
        note_status(#call, found_);                                                                                   \
        if (found_ != (expected)) {                                                                                   \
            fprintf(stderr, "%s:%d: %s is %d, not %d\n", __FILE__, __LINE__, #call, (int)found_, (int)(expected));    \
            exit(1);                                                                                                  \
        }                                                                                                             \
    } while (0)

/* Expects a status from a function whose error goes to `error`; prints a surprising error, and frees it. */
#define EXPECT(expected, call)                                                                                        \
    do {                                                                                                              \
        int32_t found_ = (call);                                                                                      \
        note_status(#call, found_);                                                                                   \
        if (found_ != (expected)) {                                                                                   \
            fprintf(stderr, "%s:%d: %s is %d, not %d: ", __FILE__, __LINE__, #call, (int)found_, (int)(expected));    \
            print_error(error);                                                                                       \
            exit(1);                                                                                                  \
        }                                                                                                             \
        CHECK((found_ < 0) == (error != NULL));                                                                       \
        ckey_error_free(error);                                                                                       \
        error = NULL;                                                                                                 \
    } while (0)

static inline void print_error(const ckey_error *error)
{
    const uint8_t *json = NULL;
    size_t len = 0;
    if (error != NULL && ckey_error_message(error, &json, &len) == CKEY_OK) {
        fprintf(stderr, "%.*s\n", (int)len, (const char *)json);
    } else {
        fprintf(stderr, "no error\n");
    }
}

static inline const uint8_t *bytes_of(const char *text)
{
    return (const uint8_t *)text;
}

#endif
