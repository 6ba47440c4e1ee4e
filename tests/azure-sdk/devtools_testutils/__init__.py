"""A stand-in for the Azure SDK's own test tools, which are not published: what the tests of
azure-keyvault-keys import of them. Every case runs live, against the server that the environment
names. Nothing is recorded, played back or skipped here.
"""

import asyncio
import functools
import hashlib
import inspect
import os
import time
from unittest import mock

import pytest


def is_live():
    return True


def is_live_and_not_recording():
    return True


def trimmed(test, named):
    """The arguments of those that are given which a test takes."""
    parameters = inspect.signature(test).parameters
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return named
    return {name: value for name, value in named.items() if name in parameters}


def recorded_by_proxy(test):
    """There is no proxy: the test is called as it is."""

    @functools.wraps(test)
    def called(*given, **named):
        return test(*given, **trimmed(test, named))

    return called


def _nothing_is_recorded(*_, **__):
    """What these would change is a recording, and there is none."""


add_general_string_sanitizer = add_general_regex_sanitizer = _nothing_is_recorded
add_oauth_response_sanitizer = remove_batch_sanitizers = _nothing_is_recorded
set_bodiless_matcher = set_custom_default_matcher = _nothing_is_recorded


def until_the_next_second(seconds):
    """What is left of a wait: the tests wait for a service that throttles, and for its clock, which
    counts seconds, to tell two changes apart.
    """
    return min(seconds, 1.01 - time.time() % 1)


@pytest.fixture(scope="session")
def test_proxy():
    """No proxy stands between the clients and the server; only waits are shorter."""
    wait, wait_async = time.sleep, asyncio.sleep
    with (
        mock.patch("time.sleep", lambda seconds: wait(until_the_next_second(seconds))),
        mock.patch("asyncio.sleep", lambda seconds, *rest: wait_async(until_the_next_second(seconds), *rest)),
    ):
        yield


@functools.lru_cache(maxsize=None)
def one_credential(tenant, **options):
    """One for all clients of a process, as applications have: it keeps its token."""
    from azure.identity import ClientSecretCredential

    return environment_credential(ClientSecretCredential, tenant, **options)


def environment_credential(kind, tenant, **options):
    """A credential of azure-identity for the application that the environment names."""
    return kind(
        tenant, os.environ["AZURE_CLIENT_ID"], os.environ["AZURE_CLIENT_SECRET"],
        authority=os.environ["STAND_IN_AUTHORITY"], disable_instance_discovery=True, **options,
    )


class AzureRecordedTestCase:
    """What the classes of the tests inherit."""

    is_live = True
    in_recording = False

    def is_playback(self):
        return False

    def get_credential(self, _client, is_async=False, **options):
        tenant = os.environ["AZURE_TENANT_ID"]
        if not is_async:
            return one_credential(tenant, **options)
        # One of these belongs to the loop of its case.
        from azure.identity.aio import ClientSecretCredential

        return environment_credential(ClientSecretCredential, tenant, **options)

    def create_client_from_credential(self, client, credential, **options):
        options.setdefault("logging_enable", True)
        return client(credential=credential, **options)

    def get_resource_name(self, name):
        """A name of this case alone, the same each time that the case asks for it."""
        case = os.environ["PYTEST_CURRENT_TEST"].rsplit(" ", 1)[0]
        return name + hashlib.sha256(case.encode()).hexdigest()[:8]
