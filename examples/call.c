/* Runs cmdlets in the tenant that was opened last, or that CUSTOMER_KEY_TENANT names: how each kind of argument is written.
 * In the checkout, on Linux, once there is a tenant (target/debug/customer-key New-CustomerKeyTenant ~/ledger):
 *   ./build package
 *   export PKG_CONFIG_PATH="$PWD/target/package/c/lib/pkgconfig"
 *   cc examples/call.c $(pkg-config --cflags --libs customer_key) \
 *     -Wl,-rpath,"$(pkg-config --variable=libdir customer_key)" -o target/call && target/call */
#include <customer_key.h>
#include <stdio.h>
#include <string.h>

#define BYTES(text) (const uint8_t *)(text), strlen(text)

/* Runs one cmdlet, answers its questions by yes, prints its records, and returns its status. */
static int run(ckey_session *session, const char *cmdlet, const char *arguments)
{
    ckey_call *call = NULL;
    ckey_error *error = NULL;
    const uint8_t *record = NULL, *json = NULL;
    size_t len = 0;
    int32_t status = ckey_call_start(session, BYTES(cmdlet), BYTES(arguments), &call, &error);
    while (status >= 0 && (status = ckey_call_next(call, 1000, &record, &len, &error)) != 0) {
        if (status != 1) continue; /* none within a second: the call goes on */
        printf("%.*s\n", (int)len, (const char *)record);
        if (len > 19 && memcmp(record, "{\"stream\":\"confirm\"", 19) == 0) ckey_call_answer(call, 1);
    }
    if (status == 0) status = ckey_call_status(call, &error);
    if (status < 0 && ckey_error_message(error, &json, &len) == CKEY_OK)
        fprintf(stderr, "%s: %.*s\n", cmdlet, (int)len, (const char *)json);
    ckey_error_free(error);
    ckey_call_free(call);
    return status < 0;
}

int main(void)
{
    ckey_session *session = NULL;
    ckey_error *error = NULL;
    if (ckey_abi_version() != CKEY_ABI_VERSION || ckey_session_open(NULL, 0, &session, &error) < 0) return 1;

    /* A secret goes beside the document, which names it; it is wiped when the next call ends. */
    int failed = ckey_session_secret(session, BYTES("parameter:Credential"), BYTES("swordfish"), NULL) < 0;
    failed |= run(session, "Connect-ExchangeOnline",
        "{\"parameters\": {\"Credential\": {\"userName\": \"admin@Ledger.onmicrosoft.com\", \"secret\": \"parameter:Credential\"}}}");
    /* A switch is true, a number a number; values without a name go by their places. */
    failed |= run(session, "New-Mailbox", "{\"parameters\": {\"Shared\": true}, \"positional\": [\"team\"]}");
    /* null takes a policy off; -Confirm:$false is "Confirm": false; whatIf tells and changes nothing. */
    failed |= run(session, "Set-Mailbox",
        "{\"parameters\": {\"Identity\": \"team\", \"DataEncryptionPolicy\": null, \"Confirm\": false}, \"whatIf\": true}");
    /* A table of texts, a list, a date with its offset, a number or a word. */
    failed |= run(session, "New-AzResourceGroup",
        "{\"parameters\": {\"Name\": \"ledger-rg\", \"Location\": \"eastus\", \"Tag\": {\"owner\": \"team\"}}}");
    failed |= run(session, "New-AzKeyVault",
        "{\"parameters\": {\"Name\": \"ledger-c\", \"ResourceGroupName\": \"ledger-rg\", \"Location\": \"eastus\"}}");
    failed |= run(session, "Set-AzKeyVaultAccessPolicy",
        "{\"parameters\": {\"VaultName\": \"ledger-c\", \"ServicePrincipalName\": \"c066d759-24ae-40e7-a56f-027002b5d3e4\","
        " \"PermissionsToKeys\": [\"get\", \"wrapKey\", \"unwrapKey\"]}}");
    failed |= run(session, "Search-CustomerKeyAudit",
        "{\"parameters\": {\"StartDate\": \"2020-01-01T00:00:00Z\", \"ResultSize\": 3}}");
    /* A question is answered by ckey_call_answer. */
    failed |= run(session, "Disconnect-ExchangeOnline", "{}");
    ckey_session_close(session);
    if (!failed) printf("all were done\n");
    return failed;
}
