/* A tenant from C: calls, scopes, and every class of misuse. */
#define _POSIX_C_SOURCE 200809L
#include "data.h"
#include "misuse.h"
#include "tenant.h"

static char said[1 << 16];

/* Calls that are wrong, at their start and on the way. */
static void wrong_calls(ckey_session *session)
{
    ckey_error *error = NULL;
    ckey_call *call = NULL;
    EXPECT(CKEY_E_NOT_FOUND, ckey_call_start(session, bytes_of("Get-Nothing"), 11, NULL, 0, &call, &error));
    CHECK(call == NULL);
    EXPECT(CKEY_E_NOT_TEXT, ckey_call_start(session, bytes_of("Get\0Mailbox"), 11, NULL, 0, &call, &error));
    EXPECT(CKEY_E_TOO_LARGE, ckey_call_start(session, bytes_of("Get-Mailbox"), (size_t)-1, NULL, 0, &call, &error));
    CHECK(ckey_call_start(session, bytes_of("Get-Mailbox"), 11, bytes_of("[1"), 2, &call, NULL) < 0);
    ckey_session *none = session;
    EXPECT(CKEY_E_NOT_JSON, ckey_session_open(bytes_of("{"), 1, &none, &error));
    CHECK(none == NULL);
}

/* A question that is answered by no, and one that is not answered at all: nothing is done, and neither is a success. */
static void questions(ckey_session *session)
{
    for (int n = 0; n < 2; n++) {
        ckey_error *error = NULL;
        ckey_call *call = start(session, "Disconnect-ExchangeOnline", "{}");
        const uint8_t *record = NULL;
        size_t len = 0;
        int32_t next;
        int asked = 0;
        while ((next = ckey_call_next(call, 60000, &record, &len, &error)) != 0) {
            CHECK(next == 1 && strncmp((const char *)record, "{\"stream\":\"confirm\"", 19) == 0);
            asked++;
            STATUS(CKEY_E_INVALID_ARGUMENT, ckey_call_answer(call, 2));
            if (n == 0) STATUS(CKEY_OK, ckey_call_answer(call, 0));
        }
        CHECK(asked == 1);
        EXPECT(n == 0 ? CKEY_E_DECLINED : CKEY_E_UNANSWERED, ckey_call_status(call, &error));
        STATUS(CKEY_OK, ckey_call_free(call));
    }
    ckey_error *error = NULL;
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_session_secret(session, bytes_of("enviroment:CUSTOMER_KEY_PASSPHRASE"), 34, bytes_of("x"), 1, &error));
}

/* What protects a scope, and what warns that nothing of the customer's does. */
static void described(const ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_buffer json = {0};
    EXPECT(CKEY_OK, ckey_scope_describe(scope, &json, &error));
    char text[1024];
    CHECK(json.len < sizeof text);
    memcpy(text, json.data, json.len);
    text[json.len] = 0;
    CHECK(strstr(text, "\"policy\":\"DEP\"") && strstr(text, "\"isCustomerManaged\":true") && strstr(text, "\"warning\":null"));
    CHECK(strstr(text, "\"kind\":\"Application\"") && strstr(text, "\"leaseSeconds\":300"));
    ckey_buffer_free(&json);
}

/* Two calls of one session, record by record on one thread; and the call that is freed in the middle. */
static void interleaved(ckey_session *session)
{
    ckey_error *error = NULL;
    ckey_call *calls[2] = {start(session, "Get-Mailbox", "{'ResultSize': 'Unlimited'}"), start(session, "Get-Mailbox", "{'ResultSize': 'Unlimited'}")};
    int outputs[2] = {0, 0}, open = 2;
    while (open > 0) {
        open = 0;
        for (int n = 0; n < 2; n++) {
            const uint8_t *record = NULL;
            size_t len = 0;
            int32_t next = ckey_call_next(calls[n], 60000, &record, &len, &error);
            CHECK(next == 0 || next == 1);
            open += next == 1;
            outputs[n] += next == 1 && strncmp((const char *)record, "{\"stream\":\"output\"", 18) == 0;
        }
    }
    CHECK(outputs[0] >= 3 && outputs[1] >= 3);
    STATUS(CKEY_OK, ckey_call_free(calls[0]));
    STATUS(CKEY_OK, ckey_call_free(calls[1]));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_call_free(calls[1]));
    ckey_call *left = start(session, "Get-Mailbox", "{'ResultSize': 'Unlimited'}");
    const uint8_t *record = NULL;
    size_t len = 0;
    EXPECT(1, ckey_call_next(left, 60000, &record, &len, &error));
    CHECK(ckey_call_status(left, NULL) == CKEY_E_BUSY || ckey_call_status(left, NULL) == CKEY_OK);
    STATUS(CKEY_OK, ckey_call_free(left));
}

static atomic_int waiting;

static void *cancel(void *call)
{
    const uint8_t *record = NULL;
    size_t len = 0;
    while (!atomic_load(&waiting)) sched_yield();
    /* The call is in use: the others are refused, cancelling is not. */
    int32_t status;
    while ((status = ckey_call_next((ckey_call *)call, 0, &record, &len, NULL)) != CKEY_E_BUSY) CHECK(status >= 0);
    STATUS(CKEY_E_BUSY, ckey_call_free((ckey_call *)call));
    STATUS(CKEY_OK, ckey_call_cancel((ckey_call *)call));
    STATUS(CKEY_OK, ckey_call_cancel((ckey_call *)call));
    return NULL;
}

/* A vault that does not answer for a minute: cancelling from another thread ends the wait. */
static void cancelled(ckey_session *session)
{
    run(session, "Set-CustomerKeyTenant", "{'RootTimeout': 60}");
    run(session, "Set-CustomerKeyVaultFault", "{'VaultName': 'alpha-vault', 'Fault': 'Slow', 'DelaySeconds': 60}");
    ckey_call *call = start(session, "New-M365DataAtRestEncryptionPolicy", "{'Name': 'Slow', 'AzureKeyIDs': "
        "['https://alpha-vault.vault.azure.net/keys/key', 'https://beta-vault.vault.azure.net/keys/key']}");
    pthread_t canceller;
    CHECK(pthread_create(&canceller, NULL, cancel, call) == 0);
    atomic_store(&waiting, 1);
    const uint8_t *record = NULL;
    size_t len = 0;
    int32_t next;
    while ((next = ckey_call_next(call, 600000, &record, &len, NULL)) != 0) CHECK(next == 1 || next == CKEY_E_BUSY);
    CHECK(pthread_join(canceller, NULL) == 0);
    STATUS(CKEY_E_CANCELLED, ckey_call_status(call, NULL));
    STATUS(CKEY_OK, ckey_call_free(call));
    /* One that nobody reads: freeing it cancels it. */
    call = start(session, "New-M365DataAtRestEncryptionPolicy", "{'Name': 'Slow', 'AzureKeyIDs': "
        "['https://alpha-vault.vault.azure.net/keys/key', 'https://beta-vault.vault.azure.net/keys/key']}");
    STATUS(CKEY_OK, ckey_call_free(call));
    run(session, "Set-CustomerKeyVaultFault", "{'VaultName': 'alpha-vault', 'Fault': 'None'}");
}

static void enable_keys(ckey_session *session, const char *enable)
{
    const char *vaults[] = {"alpha-vault", "beta-vault"};
    for (int n = 0; n < 2; n++) {
        char text[256];
        snprintf(text, sizeof text, "{'VaultName': '%s', 'Name': 'key', 'Enable': %s}", vaults[n], enable);
        run(session, "Update-AzKeyVaultKey", text);
    }
    run(session, "Clear-CustomerKeyCache", "{}");
}

/* What the owner of the root keys withdraws ends scopes and streams that are open; what is given back is back. */
static void withdrawn(ckey_session *session, ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_buffer header = {0}, object = {0};
    ckey_seal *seal = NULL;
    uint8_t out[64];
    size_t written = 0;
    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &header, NULL, &seal, &error));
    EXPECT(CKEY_OK, ckey_seal_update(seal, out, 1, NULL, 0, &written, &error));
    ckey_buffer kept = {0};
    ckey_reader *reader = NULL;
    EXPECT(CKEY_OK, ckey_scope_seal(scope, NULL, 0, bytes_of("kept"), 4, &kept, NULL, &error));
    EXPECT(CKEY_OK, ckey_reader_open(scope, NULL, 0, NULL, 0, kept.data, kept.len, &reader, &error));
    enable_keys(session, "false");
    int32_t status = CKEY_OK;
    for (int n = 0; n < 100000 && status == CKEY_OK; n++) {
        ckey_buffer_free(&object);
        status = ckey_scope_seal(scope, NULL, 0, NULL, 0, &object, NULL, NULL);
    }
    STATUS(CKEY_E_ACCESS_DENIED, status);
    EXPECT(CKEY_E_ACCESS_DENIED, ckey_seal_finish(seal, out, sizeof out, &written, &error));
    STATUS(CKEY_OK, ckey_seal_free(seal));
    ckey_buffer_free(&header);
    EXPECT(CKEY_E_ACCESS_DENIED, ckey_reader_read_at(reader, kept.data, kept.len, 0, out, sizeof out, &written, &error));
    enable_keys(session, "true");
    EXPECT(CKEY_OK, ckey_reader_read_at(reader, kept.data, kept.len, 0, out, sizeof out, &written, &error));
    CHECK(written == 4 && memcmp(out, "kept", 4) == 0);
    STATUS(CKEY_OK, ckey_reader_free(reader));
    ckey_buffer_free(&kept);
    EXPECT(CKEY_OK, ckey_scope_seal(scope, NULL, 0, NULL, 0, &object, NULL, &error));
    ckey_buffer_free(&object);
}

int main(void)
{
    CHECK(ckey_abi_version() == CKEY_ABI_VERSION);
    ckey_session *session = open_session();
    set_up(session);
    run(session, "New-Mailbox", "{'Name': 'anna'}");
    ckey_scope *anna = open_scope(session, "{'mailbox': 'anna'}"), *ledger = open_scope(session, "{'application': 'ledger'}");
    items(anna);
    items(ledger);
    streams(ledger);

    ckey_error *error = NULL;
    ckey_buffer object = {0}, item = {0};
    EXPECT(CKEY_OK, ckey_scope_seal(anna, NULL, 0, bytes_of("x"), 1, &object, NULL, &error));
    CHECK(ckey_scope_open_item(ledger, NULL, 0, NULL, 0, object.data, object.len, &item, NULL) < 0);
    ckey_buffer_free(&object);
    ckey_scope *none = NULL;
    document nobody = doc("{'mailbox': 'nobody'}"), wrong = doc("{'folder': 'x'}");
    EXPECT(CKEY_E_NOT_FOUND, ckey_scope_open(session, bytes_of(nobody.text), nobody.len, &none, &error));
    EXPECT(CKEY_E_NOT_JSON, ckey_scope_open(session, bytes_of(wrong.text), wrong.len, &none, &error));

    handles(session, anna);
    arguments(anna);
    threads(anna);
    reading_threads(anna);
    forked(anna);
    wrong_calls(session);
    questions(session);
    described(ledger);
    run(session, "New-Mailbox", "{'Name': 'user', 'Count': 2500}");
    interleaved(session);
    cancelled(session);
    withdrawn(session, ledger);

    /* Closing order is free: the session first, then what was opened in it. */
    ckey_call *call = start(session, "Get-CustomerKeyTenant", "{}");
    STATUS(CKEY_OK, ckey_session_close(session));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_session_close(session));
    STATUS(CKEY_OK, finish(call, said, sizeof said));
    CHECK(strstr(said, "contoso") != NULL);
    EXPECT(CKEY_OK, ckey_scope_seal(anna, NULL, 0, bytes_of("x"), 1, &object, NULL, &error));
    ckey_buffer_free(&object);
    STATUS(CKEY_OK, ckey_scope_close(anna));
    STATUS(CKEY_OK, ckey_scope_close(ledger));
    return 0;
}
