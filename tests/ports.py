"""Ports for servers of tests."""

import random
import socket

BELOW_THE_SYSTEMS_OWN = range(12_000, 32_000)


def free_port() -> int:
    """Return a port nobody listens at, below those the system gives to connections while a server is still starting."""
    while True:
        port = random.SystemRandom().choice(BELOW_THE_SYSTEMS_OWN)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
