"""What was given to whom: addresses of files that Streamlit sent down an account's own sockets, and to nobody else.

Streamlit names a file by a hash of its content and an upload by its tab, and answers whoever asks. The only way such an
address reaches a browser is the socket, which passes through here on its way; so who was not given it gets no answer.
"""

import re
from collections import OrderedDict

MOST_REMEMBERED = 5_000
MEDIA, UPLOAD = "/media/", "/_stcore/upload_file/"
_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ADDRESS = re.compile(rb"/(?:media/[0-9a-f]{32}|_stcore/upload_file/" + _UUID + rb"/" + _UUID + rb")")


class Given:
    """The addresses each account was sent, the newest few thousand of each."""

    def __init__(self) -> None:
        self._given: dict[str, OrderedDict[bytes, None]] = {}

    def note(self, account_id: str, message: bytes) -> list[str]:
        """Remember the addresses in a message to an account, and return those of uploads."""
        addresses = _ADDRESS.findall(message)
        mine = self._given.setdefault(account_id, OrderedDict()) if addresses else OrderedDict()
        for address in addresses:
            mine[address] = None
            mine.move_to_end(address)
        while len(mine) > MOST_REMEMBERED:
            mine.popitem(last=False)
        return [address.decode() for address in addresses if address.startswith(UPLOAD.encode())]

    def has(self, account_id: str, path: str) -> bool:
        """Tell whether `path` is one of the addresses that the account was sent."""
        match = _ADDRESS.match(path.encode("utf-8", "replace"))
        if match is None or not re.fullmatch(r"(?:\.[A-Za-z0-9.+-]{1,20})?", path[match.end() :]):
            return False
        return match[0] in self._given.get(account_id, {})


def is_given(path: str) -> bool:
    """Tell whether `path` is answered only to whom it was given."""
    return path.startswith((MEDIA, UPLOAD))


def session_of(address: str) -> str:
    """Return the tab an upload's address belongs to."""
    return address.removeprefix(UPLOAD).partition("/")[0]
