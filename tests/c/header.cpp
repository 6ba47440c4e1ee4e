/* The header alone, in whatever language compiles this; and that it belongs to the library. */
#include "customer_key.h"
#include "customer_key.h"

int main()
{
    ckey_buffer buffer{};
    return ckey_abi_version() == CKEY_ABI_VERSION && ckey_buffer_free(&buffer) == CKEY_OK ? 0 : 1;
}
