/* The data functions, under a fixed key: needs a library built with the feature test-hooks. */
#define _POSIX_C_SOURCE 200809L
#include "data.h"
#include "misuse.h"

ckey_status ckey_test_scope_open(const uint8_t *key, ckey_scope **scope, ckey_error **error);
ckey_status ckey_test_panic(ckey_scope *scope, ckey_error **error);

int main(void)
{
    ckey_error *error = NULL;
    ckey_scope *scope = NULL, *other = NULL;
    const uint8_t key[32] = {1, 2, 3};
    EXPECT(CKEY_OK, ckey_test_scope_open(key, &scope, &error));
    EXPECT(CKEY_OK, ckey_test_scope_open(key, &other, &error));
    items(scope);
    streams(scope);
    handles(NULL, scope);
    arguments(scope);
    threads(scope);
    reading_threads(scope);
    forked(scope);

    /* A panic ends at the boundary: a status, no payload, the handle poisoned, others alive. */
    const uint8_t *json = NULL;
    size_t len = 0;
    STATUS(CKEY_E_INTERNAL, ckey_test_panic(scope, &error));
    STATUS(CKEY_OK, ckey_error_message(error, &json, &len));
    CHECK(len > 0 && strncmp((const char *)json, "{", 1) == 0);
    char text[2000];
    CHECK(len < sizeof text);
    memcpy(text, json, len);
    text[len] = 0;
    CHECK(strstr(text, "test_hooks.rs:") != NULL && strstr(text, "swordfish") == NULL);
    ckey_error_free(error);
    error = NULL;
    ckey_buffer object = {0};
    EXPECT(CKEY_E_POISONED, ckey_scope_seal(scope, NULL, 0, NULL, 0, &object, NULL, &error));
    EXPECT(CKEY_OK, ckey_scope_seal(other, NULL, 0, NULL, 0, &object, NULL, &error));
    ckey_buffer_free(&object);
    STATUS(CKEY_OK, ckey_scope_close(scope));
    STATUS(CKEY_OK, ckey_scope_close(other));
    return 0;
}
