"""Zips with a password."""

import pytest
import pyzipper

from core.errors import DomainError
from core.sealing import PASSWORD_HELP, sealed

PASSWORD = "Ailao-2026"


def test_the_zip_opens_with_its_password_only():
    content = sealed({"代发.txt": b"6222"}, PASSWORD)
    assert b"6222" not in content.read()
    with content, pyzipper.AESZipFile(content) as archive:
        archive.setpassword(b"another-1")
        with pytest.raises(RuntimeError):
            archive.read("代发.txt")
        archive.setpassword(PASSWORD.encode())
        assert archive.read("代发.txt") == b"6222"
        assert archive.infolist()[0].wz_aes_strength == 3  # AES-256


@pytest.mark.parametrize("password", ["", "abc1234", "abcdefgh", "12345678", "密码密码1234ab", "abcd 1234"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(DomainError) as caught:
        sealed({}, password)
    assert (caught.value.field, caught.value.message) == ("password", PASSWORD_HELP)
