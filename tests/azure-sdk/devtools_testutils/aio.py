"""The same for tests that are coroutines."""

import functools

from . import trimmed


def recorded_by_proxy_async(test):
    @functools.wraps(test)
    async def called(*given, **named):
        return await test(*given, **trimmed(test, named))

    return called
