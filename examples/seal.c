/* Seals and opens one item under the keys of the tenant that was opened last, or that CUSTOMER_KEY_TENANT names.
 * In the checkout, on Linux, once there is a tenant (target/debug/customer-key New-CustomerKeyTenant ~/ledger):
 *   ./build package
 *   export PKG_CONFIG_PATH="$PWD/target/package/c/lib/pkgconfig"
 *   cc examples/seal.c $(pkg-config --cflags --libs customer_key) \
 *     -Wl,-rpath,"$(pkg-config --variable=libdir customer_key)" -o target/seal && target/seal */
#include <customer_key.h>
#include <stdio.h>
#include <string.h>

#define BYTES(text) (const uint8_t *)(text), strlen(text)

static int fail(ckey_error *error)
{
    const uint8_t *json = NULL;
    size_t len = 0;
    ckey_error_message(error, &json, &len);
    fprintf(stderr, "%.*s\n", (int)len, (const char *)json);
    ckey_error_free(error);
    return 1;
}

int main(void)
{
    ckey_session *session = NULL;
    ckey_scope *scope = NULL;
    ckey_buffer context = {0}, sealed = {0}, opened = {0}; /* empty before their first use */
    ckey_error *error = NULL;

    if (ckey_abi_version() != CKEY_ABI_VERSION) return 1;
    if (ckey_session_open(NULL, 0, &session, &error) < 0
        || ckey_scope_open(session, BYTES("{\"application\": \"ledger\"}"), &scope, &error) < 0
        || ckey_context_encode(BYTES("{\"entry\": \"42\"}"), &context, &error) < 0
        || ckey_scope_seal(scope, context.data, context.len, BYTES("100 EUR to Anna"), &sealed, NULL, &error) < 0
        || ckey_scope_open_item(scope, context.data, context.len, NULL, 0, sealed.data, sealed.len, &opened, &error) < 0)
        return fail(error);

    printf("%zu bytes sealed; opened: %.*s\n", sealed.len, (int)opened.len, (const char *)opened.data);
    ckey_buffer_free(&opened);
    ckey_buffer_free(&sealed);
    ckey_buffer_free(&context);
    ckey_scope_close(scope);
    ckey_session_close(session);
    return 0;
}
