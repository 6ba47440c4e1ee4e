/* Cmdlets from C: run one and keep what it said, and set a rehearsal tenant up. */
#ifndef TENANT_H
#define TENANT_H

#include "support.h"

/* A document written with ' for ", because C is what it is. */
typedef struct {
    char text[4096];
    size_t len;
} document;

static inline document doc(const char *text)
{
    document out;
    out.len = strlen(text);
    CHECK(out.len < sizeof out.text);
    for (size_t n = 0; n <= out.len; n++) out.text[n] = text[n] == '\'' ? '"' : text[n];
    return out;
}

static inline ckey_call *start(ckey_session *session, const char *cmdlet, const char *parameters)
{
    char text[4096];
    int len = snprintf(text, sizeof text, "{'location': '%s', 'parameters': %s}", getenv("HOME"), parameters);
    CHECK(len > 0 && (size_t)len < sizeof text);
    document arguments = doc(text);
    ckey_error *error = NULL;
    ckey_call *call = NULL;
    EXPECT(CKEY_OK, ckey_call_start(session, bytes_of(cmdlet), strlen(cmdlet), bytes_of(arguments.text), arguments.len, &call, &error));
    return call;
}

/* Reads a call to its end and frees it, yes to every question; returns its status. What it said is left in `said`, as far as it fits. */
static inline int32_t finish(ckey_call *call, char *said, size_t size)
{
    ckey_error *error = NULL;
    size_t used = 0;
    said[0] = 0;
    for (;;) {
        const uint8_t *record = NULL;
        size_t len = 0;
        int32_t next = ckey_call_next(call, 60000, &record, &len, &error);
        if (next == 0) break;
        CHECK(next == 1 && error == NULL && record != NULL);
        if (strncmp((const char *)record, "{\"stream\":\"confirm\"", 19) == 0) STATUS(CKEY_OK, ckey_call_answer(call, 1));
        size_t now = len < size - used - 1 ? len : size - used - 1;
        memcpy(said + used, record, now);
        used += now;
        said[used] = 0;
    }
    int32_t status = ckey_call_status(call, NULL);
    STATUS(CKEY_OK, ckey_call_free(call));
    return status;
}

/* Runs a cmdlet that must succeed. */
static inline void run(ckey_session *session, const char *cmdlet, const char *parameters)
{
    static char said[1 << 16];
    int32_t status = finish(start(session, cmdlet, parameters), said, sizeof said);
    if (status != CKEY_OK) {
        fprintf(stderr, "%s %s: %d\n%s\n", cmdlet, parameters, (int)status, said);
        exit(1);
    }
}

static inline ckey_session *open_session(void)
{
    char text[2048];
    int len = snprintf(text, sizeof text, "{'environment': {'XDG_DATA_HOME': '%s'}, 'manualJobs': true}", getenv("HOME"));
    CHECK(len > 0 && (size_t)len < sizeof text);
    document options = doc(text);
    ckey_error *error = NULL;
    ckey_session *session = NULL;
    EXPECT(CKEY_OK, ckey_session_open(bytes_of(options.text), options.len, &session, &error));
    return session;
}

/* A rehearsal tenant with two vaults, a key in each, and a policy over all workloads. */
static inline void set_up(ckey_session *session)
{
    run(session, "New-CustomerKeyTenant", "{'Path': 'tenant', 'Name': 'contoso'}");
    const char *vaults[] = {"alpha-vault", "beta-vault"}, *regions[] = {"East US", "West US"};
    for (int n = 0; n < 2; n++) {
        char text[512];
        snprintf(text, sizeof text, "{'Subscription': 'subscription of %s'}", vaults[n]);
        run(session, "Set-AzContext", text);
        snprintf(text, sizeof text, "{'Name': '%s-rg', 'Location': '%s'}", vaults[n], regions[n]);
        run(session, "New-AzResourceGroup", text);
        snprintf(text, sizeof text, "{'Name': '%s', 'ResourceGroupName': '%s-rg', 'Location': '%s'}", vaults[n], vaults[n],
                 regions[n]);
        run(session, "New-AzKeyVault", text);
        snprintf(text, sizeof text, "{'VaultName': '%s', 'ServicePrincipalName': 'c066d759-24ae-40e7-a56f-027002b5d3e4', "
                                    "'PermissionsToKeys': ['wrapKey', 'unwrapKey', 'get']}", vaults[n]);
        run(session, "Set-AzKeyVaultAccessPolicy", text);
        snprintf(text, sizeof text, "{'VaultName': '%s', 'Name': 'key', 'Destination': 'Software'}", vaults[n]);
        run(session, "Add-AzKeyVaultKey", text);
    }
    run(session, "New-M365DataAtRestEncryptionPolicy", "{'Name': 'DEP', 'AzureKeyIDs': "
        "['https://alpha-vault.vault.azure.net/keys/key', 'https://beta-vault.vault.azure.net/keys/key']}");
    run(session, "Set-M365DataAtRestEncryptionPolicyAssignment", "{'DataEncryptionPolicy': 'DEP'}");
}

static inline ckey_scope *open_scope(ckey_session *session, const char *selector)
{
    document json = doc(selector);
    ckey_error *error = NULL;
    ckey_scope *scope = NULL;
    EXPECT(CKEY_OK, ckey_scope_open(session, bytes_of(json.text), json.len, &scope, &error));
    return scope;
}

#endif
