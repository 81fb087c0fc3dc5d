"""`ocop backup` and `ocop restore`: the whole installation as one file.

Inside: `database.dump` (one consistent snapshot), `papers/` (named by content, never changed, so copying them after the
snapshot can only bring too many), `secret-key` and `keys/` (without them no stamp and no signature could be proved),
`manifest.json` with a hash of each.
"""

import json
import os
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ocop.portal.management.archive import Archive, opened_archive, sealed_archive
from ocop.portal.management.launch import Unfit

# Files under the data folder without which what was sealed, stamped or signed could not be proved again.
KEYS = ("secret-key", "keys")

SHAPE = click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Cách in kết quả.")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[TỆP]")
@SHAPE
def backup(file: Path | None, shape: str) -> None:
    """Sao lưu cơ sở dữ liệu, giấy tờ và khóa bí mật vào một tệp; cổng vẫn chạy được trong lúc sao lưu."""
    from django.conf import settings

    _set_up()
    file = file or settings.HOME / "backups" / f"ocop-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
    if file.exists():
        raise Unfit(f"Đã có tệp {file}. Hãy chọn tên khác; bản sao lưu cũ không bị ghi đè.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".sao-luu-") as folder:
        dump = Path(folder) / "database.dump"
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        parts = {"database.dump": dump, "papers": settings.PAPERS_DIR, **{key: settings.HOME / key for key in KEYS}}
        head = _journal_head()
        sealed_archive(file, parts, {"journal": head, "at": datetime.now(UTC).isoformat(timespec="seconds")})
    _remember(head)
    _answer(shape, f"Đã sao lưu vào {file} ({file.stat().st_size:,} byte).".replace(",", "."), file=str(file), **head)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TỆP")
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; dữ liệu ấy mất hẳn.")
@click.option("--rewind", is_flag=True, help="Chấp nhận bản sao lưu cũ hơn sổ nhật ký đã công bố.")
@SHAPE
def restore(file: Path, replace: bool, rewind: bool, shape: str) -> None:
    """Khôi phục toàn bộ từ một tệp sao lưu vào nơi còn trống."""
    _set_up()
    with opened_archive(file) as archive:
        Unfit.unless_clear(*_obstacles(archive, replace, rewind))
        _fill(archive.path("database.dump"))
        _settle()
        _put_back(archive)
    head = archive.facts["journal"]
    _answer(shape, f"Đã khôi phục từ {file}; sổ nhật ký có {head['lines']} dòng.", file=str(file), **head)


def _obstacles(archive: Archive, replace: bool, rewind: bool) -> list[str]:
    found = []
    if _others():
        found.append("Có tiến trình khác đang dùng cơ sở dữ liệu. Hãy dừng cổng rồi khôi phục.")
    if not replace and _tables():
        found.append(
            "Nơi khôi phục đã có dữ liệu. Hãy chọn OCOP_HOME trống, hoặc thêm --replace để thay hẳn dữ liệu ấy."
        )
    known, held = _newest_known_head(), archive.facts["journal"]["lines"]
    if not rewind and known > held:
        found.append(
            f"Sổ nhật ký đã công bố tới dòng {known}, bản sao lưu chỉ có {held} dòng: khôi phục sẽ làm mất việc đã ghi. "
            "Nếu chấp nhận, hãy thêm --rewind."
        )
    return found


def _set_up() -> None:
    import django

    django.setup()


def _ask(query: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _tables() -> int:
    return int(_ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0])


def _others() -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return int(_ask(f"{query} AND backend_type = 'client backend'")[0][0])


def _journal_head() -> dict[str, Any]:
    rows = _ask("SELECT number, seal FROM journal_line ORDER BY number DESC LIMIT 1")
    return {"lines": rows[0][0], "seal": rows[0][1]} if rows else {"lines": 0, "seal": ""}


def _heads() -> Path:
    from django.conf import settings

    return Path(settings.HOME) / "journal-heads.jsonl"


def _remember(head: dict[str, Any]) -> None:
    """Outside the database, so that no restore can take the journal back unnoticed."""
    with _heads().open("a") as file:
        file.write(json.dumps(head) + "\n")


def _newest_known_head() -> int:
    file = _heads()
    lines = file.read_text().splitlines() if file.exists() else []
    return max((int(json.loads(line)["lines"]) for line in lines), default=0)


def _program(name: str) -> str:
    """The wheel's program, which reads all servers up to its own version."""
    from pgbox.cluster import client_program

    return str(client_program(name))


def _run(name: str, *words: str) -> None:
    from ocop.portal.management.worker import address

    done = subprocess.run(
        [_program(name), f"--dbname={address()}", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unfit(f"{name} không làm được: {done.stderr.strip()[-800:]}")


def _fill(dump: Path) -> None:
    script = dump.with_suffix(".sql")
    words = ["--no-owner", "--no-privileges", f"--file={script}", str(dump)]
    if subprocess.run([_program("pg_restore"), *words], capture_output=True, check=False).returncode:
        raise Unfit(f"Tệp sao lưu hỏng: không đọc được {dump.name}.")
    _mute_newer_setting(script)
    # Emptied and filled in one transaction: a restore that fails leaves everything as it was.
    empty = "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    strict = ["--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run("psql", *strict, f"--command={empty}", f"--file={script}")


def _settle() -> None:
    from ocop.traces.acts import settle

    settle()


def _mute_newer_setting(script: Path) -> None:
    """`pg_restore` 18 opens with a setting that servers before 17 do not know: make that line a comment."""
    with script.open("r+b") as file:
        place = file.read(4096).find(b"SET transaction_timeout")
        if place >= 0:
            file.seek(place)
            file.write(b"-- ")


def _put_back(archive: Archive) -> None:
    from django.conf import settings

    home = Path(settings.HOME)
    archive.place("papers", Path(settings.PAPERS_DIR))
    for key in KEYS:
        archive.place(key, home / key)
        _lock_away(home / key)


def _lock_away(key: Path) -> None:
    """Readable by their owner only, as they were before."""
    if key.is_dir():
        os.chmod(key, 0o700)
        for file in key.iterdir():
            os.chmod(file, 0o600)
    elif key.exists():
        os.chmod(key, 0o600)


def _answer(shape: str, sentence: str, **facts: Any) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False) if shape == "json" else sentence)
