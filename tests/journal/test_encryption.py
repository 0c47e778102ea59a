"""An encrypted journal: its key, opening it, and writing it anew under another key or none."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from ifs_journal.errors import Busy, NeedsPassphrase, NotAJournal, UsageError, WrongKey
from ifs_journal.journal import encrypting, stale
from ifs_journal.journal.aside import keep_aside, kept_aside
from ifs_journal.journal.backups import remove_copy
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import PAGE, SALT_BYTES, Key, derive, new_key
from ifs_journal.journal.read_search import search
from ifs_journal.journal.stale import rewrite, stale_copies
from journal_contents import PLAIN_HEADER, assert_sound, beside, composed, contents, some_key
from journal_filled import MARK, fill, holding
from journal_making import item

PASSPHRASES = (
    "correct horse battery staple",
    "it's \"quoted\" -- ; x'00'",
    "a",
    "Käse äß \u0065\u0301 日本語 🐴",
    "  spaces at both ends  ",
)


def only(key: Key):
    """What opens a file by this key, and by no other."""
    return lambda path, salt: iter((key,))


@pytest.fixture
def key() -> Key:
    return some_key()


@pytest.fixture
def locked(tmp_path: Path, key: Key) -> Path:
    """An encrypted journal with something in every table that holds words."""
    path = tmp_path / "locked" / "journal.db"
    create(path, key=key)
    with Journal.open(path, unlock=only(key)) as journal:
        fill(journal)
    return path


@pytest.fixture
def open_to_all(path: Path) -> Path:
    """The same, not encrypted."""
    with Journal.open(path) as journal:
        fill(journal)
    return path


@pytest.mark.thinned(4)
@pytest.mark.parametrize("passphrase", PASSPHRASES)
def test_a_passphrase_opens_it_in_any_program_that_speaks_sqlcipher(tmp_path: Path, passphrase: str) -> None:
    path = tmp_path / "journal.db"
    create(path, key=new_key(passphrase))
    with closing(dbapi2.connect(str(path))) as connection:
        quoted = composed(passphrase).replace("'", "''")
        connection.execute(f"PRAGMA key = '{quoted}'")
        assert connection.execute("SELECT count(*) FROM session").fetchone() == (0,)


def test_a_file_another_program_encrypted_opens_by_the_derived_key(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute("PRAGMA key = 'four words make one'")
        connection.execute("CREATE TABLE here (words TEXT)")
        connection.commit()
    key = derive("four words make one", path.read_bytes()[:SALT_BYTES])
    with closing(connect(path, key=key)) as connection:
        assert connection.execute("SELECT count(*) FROM here").fetchone() == (0,)


def test_letters_typed_as_one_sign_or_two_are_the_same_passphrase() -> None:
    salt = bytes(SALT_BYTES)
    assert derive("caf\u00e9", salt) == derive("cafe\u0301", salt)
    assert derive("cafe", salt) != derive("caf\u00e9", salt)


def test_two_journals_with_one_passphrase_have_two_keys() -> None:
    one, other = new_key("the same words"), new_key("the same words")
    assert one.raw != other.raw
    assert one.salt != other.salt


def test_a_key_never_shows_itself(key: Key) -> None:
    assert key.raw.hex() not in f"{key!r} {key!s}"
    assert repr(key) == "Key(…)"


def test_nothing_in_the_folder_can_be_read_while_it_is_open_or_after(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "here" / "journal.db"
    create(path, key=key)
    with Journal.open(path, unlock=only(key)) as journal:
        fill(journal)
        assert holding(path.parent) == []
        assert path.with_name(path.name + "-wal").stat().st_size > 0
        journal.connection.execute("VACUUM")
        assert holding(path.parent) == []
        assert search(journal, MARK).hits
    assert holding(path.parent) == []
    for file in path.parent.iterdir():
        assert PLAIN_HEADER not in file.read_bytes()


def test_the_file_says_nothing_of_what_it_is(locked: Path, key: Key) -> None:
    content = locked.read_bytes()
    assert len(content) % PAGE == 0
    assert content[:SALT_BYTES] == key.salt
    assert b"CREATE TABLE" not in content
    # Sixty-four kibibytes of anything readable would be packed much smaller.
    import zlib

    assert len(zlib.compress(content, 9)) > len(content) * 0.99


def test_a_wrong_key_is_one_error_of_ours_and_nothing_on_the_screen(
    locked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = locked.read_bytes()
    with pytest.raises(WrongKey) as told:
        Journal.open(locked, unlock=only(some_key()))
    with pytest.raises(WrongKey):
        Journal.open(locked, read_only=True, unlock=only(derive("no", locked.read_bytes()[:SALT_BYTES])))
    assert MARK not in str(told.value)
    assert capfd.readouterr() == ("", "")
    assert locked.read_bytes() == before
    assert beside(locked) == set()


def test_of_several_keys_the_one_that_fits_is_taken(locked: Path, key: Key) -> None:
    def several(path: Path, salt: bytes):
        yield from (some_key(), Key(os.urandom(32), salt), key)
        raise AssertionError("asked on after the key had fitted")

    with Journal.open(locked, unlock=several) as journal:
        assert journal.key == key


def test_without_anybody_to_ask_it_says_how_to_give_the_passphrase(locked: Path) -> None:
    with pytest.raises(NeedsPassphrase, match="--passphrase-file FILE"):
        Journal.open(locked)


@pytest.mark.parametrize("size", [1, 512, PAGE - 1, PAGE + 1, PAGE * 3 + 1000])
def test_what_is_no_whole_number_of_pages_is_no_journal(tmp_path: Path, size: int) -> None:
    path = tmp_path / "odd.db"
    path.write_bytes(os.urandom(size))
    with pytest.raises(NotAJournal):
        Journal.open(path, unlock=only(some_key()))


def test_a_changed_byte_is_noticed(locked: Path, key: Key) -> None:
    content = bytearray(locked.read_bytes())
    content[3 * PAGE + 100] ^= 1
    locked.write_bytes(content)
    with closing(connect(locked, key=key)) as connection:
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() != []


def test_encrypting_keeps_every_row_and_leaves_nothing_readable(open_to_all: Path, key: Key) -> None:
    before = contents(open_to_all)
    assert holding(open_to_all.parent) != []
    encrypting.encrypt(open_to_all, key)
    assert holding(open_to_all.parent) == []
    assert PLAIN_HEADER not in open_to_all.read_bytes()
    assert beside(open_to_all) == set()
    assert contents(open_to_all, key) == before
    assert_sound(open_to_all, key)
    assert open_to_all.stat().st_mode & 0o777 == 0o600


def test_the_place_of_the_plain_file_is_written_over(open_to_all: Path, key: Key) -> None:
    with open_to_all.open("rb") as earlier:
        encrypting.encrypt(open_to_all, key)
        assert set(earlier.read()) == {0}


def test_decrypting_and_encrypting_again_changes_no_row(locked: Path, key: Key) -> None:
    before = contents(locked, key)
    encrypting.decrypt(locked, only(key))
    assert contents(locked) == before
    assert_sound(locked)
    assert beside(locked) == set()
    encrypting.encrypt(locked, other := some_key())
    assert contents(locked, other) == before


def test_another_key_opens_it_and_the_earlier_one_no_more(locked: Path, key: Key) -> None:
    before, other = contents(locked, key), some_key()
    encrypting.change_key(locked, only(key), other)
    with pytest.raises(WrongKey):
        Journal.open(locked, unlock=only(key))
    with Journal.open(locked, unlock=only(other)) as journal:
        assert search(journal, MARK).hits
    assert contents(locked, other) == before
    assert_sound(locked, other)
    assert beside(locked) == set()


def test_a_wrong_key_changes_nothing(locked: Path, key: Key) -> None:
    before = locked.read_bytes()
    for act in (
        lambda: encrypting.decrypt(locked, only(some_key())),
        lambda: encrypting.change_key(locked, only(some_key()), some_key()),
    ):
        with pytest.raises(WrongKey):
            act()
        assert locked.read_bytes() == before
        assert beside(locked) == set()


def test_what_is_not_asked_for_is_refused_with_the_command_that_is_meant(
    locked: Path, open_to_all: Path, key: Key
) -> None:
    with pytest.raises(UsageError, match="ifs journal passphrase"):
        encrypting.encrypt(locked, key)
    with pytest.raises(UsageError, match="ifs journal encrypt"):
        encrypting.decrypt(open_to_all, only(key))
    with pytest.raises(UsageError, match="ifs journal encrypt"):
        encrypting.change_key(open_to_all, only(key), key)


@pytest.mark.skipif(os.name == "nt", reason="there are no locks there")
def test_an_open_window_stands_in_the_way(locked: Path, open_to_all: Path, key: Key) -> None:
    with Journal.open(locked, unlock=only(key)), Journal.open(open_to_all):
        for act in (
            lambda: encrypting.encrypt(open_to_all, some_key()),
            lambda: encrypting.decrypt(locked, only(key)),
            lambda: encrypting.change_key(locked, only(key), some_key()),
        ):
            with pytest.raises(Busy, match="another window"):
                act()
    assert_sound(locked, key)
    assert_sound(open_to_all)


@pytest.mark.skipif(os.name == "nt", reason="there are no locks there")
def test_whoever_comes_while_it_is_being_replaced_waits_outside(
    open_to_all: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = []
    real = encrypting.put_another

    def meanwhile(*given) -> None:
        with pytest.raises(Busy):
            Journal.open(open_to_all)
        met.append(True)
        real(*given)

    monkeypatch.setattr(encrypting, "put_another", meanwhile)
    encrypting.encrypt(open_to_all, key)
    assert met == [True]


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_link_to_the_journal_stays_a_link(open_to_all: Path, tmp_path: Path, key: Key) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(open_to_all)
    encrypting.encrypt(link, key)
    assert link.is_symlink()
    assert contents(open_to_all, key)
    encrypting.change_key(link, only(key), other := some_key())
    encrypting.decrypt(link, only(other))
    assert link.is_symlink()
    assert contents(open_to_all)


def backup_of(path: Path, key: Key | None, form: int) -> Path:
    """A copy beside the journal, as a migration leaves one."""
    from ifs_journal.journal.backups import back_up

    with closing(connect(path, key=key)) as connection:
        return back_up(connection, path, f"form-{form}", key)


def test_a_copy_of_an_encrypted_journal_has_its_key(locked: Path, key: Key) -> None:
    copy = backup_of(locked, key, 1)
    assert contents(copy, key) == contents(locked, key)
    assert holding(locked.parent) == []
    assert stale_copies(locked, key) == []


def test_copies_the_new_key_does_not_open_are_found_and_written_anew_or_removed(
    open_to_all: Path, key: Key
) -> None:
    before = contents(open_to_all)
    plain = backup_of(open_to_all, None, 1)
    encrypting.encrypt(open_to_all, key)
    earlier = backup_of(open_to_all, key, 2)
    encrypting.change_key(open_to_all, only(key), new := some_key())
    assert stale_copies(open_to_all, new) == [(plain, True), (earlier, False)]
    assert stale_copies(open_to_all, None) == []
    first, second = stale_copies(open_to_all, new)
    assert rewrite(first, new, only(new))
    assert rewrite(second, new, only(key))
    assert stale_copies(open_to_all, new) == []
    assert contents(plain, new) == contents(earlier, new) == before
    assert holding(open_to_all.parent) == []
    assert beside(open_to_all) == {plain.name, earlier.name}


@pytest.mark.skipif(os.name == "nt", reason="there are no locks there")
def test_a_window_that_opens_meanwhile_leaves_the_copy_that_is_being_written(
    locked: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup_of(locked, key, 1)
    encrypting.change_key(locked, only(key), new := some_key())
    real = stale.put_in_place

    def meanwhile(*given: Path) -> None:
        Journal.open(locked, unlock=only(new)).close()
        real(*given)

    monkeypatch.setattr(stale, "put_in_place", meanwhile)
    assert rewrite(stale_copies(locked, new)[0], new, only(key))
    assert contents(copy, new)
    assert beside(locked) == {copy.name}


def test_what_a_build_left_behind_is_gone_once_the_journal_was_opened(locked: Path, key: Key) -> None:
    copy = backup_of(locked, key, 1)
    names = [f".{name}.0123abcd.new{ending}" for name in (locked.name, copy.name) for ending in ("", "-wal")]
    names += [f".{locked.name}.backup.0123abcd.copying{ending}" for ending in ("", "-journal")]
    for name in (*names, ".mine.new", f".{locked.name}.mine.new"):
        locked.with_name(name).write_bytes(b"x")
    Journal.open(locked, unlock=only(key)).close()
    assert beside(locked) == {copy.name, ".mine.new", f".{locked.name}.mine.new"}


def test_a_copy_no_known_key_opens_stays_as_it_is(locked: Path, key: Key) -> None:
    copy = backup_of(locked, key, 1)
    before = copy.read_bytes()
    encrypting.change_key(locked, only(key), new := some_key())
    (found,) = stale_copies(locked, new)
    assert not rewrite(found, new, only(some_key()))
    assert copy.read_bytes() == before
    remove_copy(found.path)
    assert beside(locked) == set()


def test_removing_a_plain_copy_writes_over_it(open_to_all: Path, key: Key) -> None:
    copy = backup_of(open_to_all, None, 1)
    encrypting.encrypt(open_to_all, key)
    with copy.open("rb") as held:
        remove_copy(stale_copies(open_to_all, key)[0].path)
        assert set(held.read()) == {0}
    assert not copy.exists()


def test_an_answer_kept_aside_lies_under_the_key_of_the_journal(locked: Path, key: Key) -> None:
    aside = keep_aside(locked, "a-session", item(9, MARK), key)
    assert aside is not None
    assert holding(locked.parent) == []
    assert aside.stat().st_mode & 0o777 == 0o600
    assert kept_in(aside, key) == MARK
    assert keep_aside(locked, "a-session", item(9, MARK), key) is None
    assert kept_aside(locked, "a-session") == kept_aside(locked) == [aside]
    assert beside(locked) == {aside.name}


def test_an_answer_kept_aside_follows_the_journal_to_another_key(open_to_all: Path, key: Key) -> None:
    plain = keep_aside(open_to_all, "a-session", item(9, MARK))
    assert plain is not None
    encrypting.encrypt(open_to_all, key)
    assert holding(open_to_all.parent) == [plain.name]
    (found,) = stale_copies(open_to_all, key)
    assert found == (plain, True)
    assert rewrite(found, key, only(key))
    assert holding(open_to_all.parent) == []
    (sealed,) = kept_aside(open_to_all)
    assert stale_copies(open_to_all, key) == []
    (found,) = stale_copies(open_to_all, new := some_key())
    assert rewrite(found, new, only(key))
    assert kept_in(sealed, new) == MARK
    assert beside(open_to_all) == {sealed.name}


def kept_in(aside: Path, key: Key) -> str:
    with closing(connect(aside, key=key)) as connection:
        (text,) = connection.execute("SELECT item FROM kept").fetchone()
    return str(json.loads(text)["item"]["value"])
