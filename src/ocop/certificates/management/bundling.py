"""`ocop journal bundle DECISION`: what a published decision rests on, in one file for anybody to check."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.group("journal")
def journal() -> None:
    """Sổ nhật ký: kiểm tra niêm phong."""


@journal.command("bundle")
@click.argument("decision", metavar="QUYẾT_ĐỊNH")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp để ghi; mặc định in ra màn hình.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Dạng câu trả lời.")
def bundle(decision: str, out: Path | None, shape: str) -> int:
    """Viết tệp kiểm phiếu của một quyết định đã công bố (số quyết định, hoặc số thứ tự của nó)."""
    from ocop.certificates.queries.bundles import bundle_of, decision_called
    from ocop.journal.acts import publish_head

    found, head = decision_called(decision), publish_head()
    if found is None or head is None:
        click.echo(f"Không có quyết định đã công bố nào mang số «{decision}».", err=True)
        return 1
    made = bundle_of(found, head)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    if out is None:
        click.echo(text)
        return 0
    out.write_text(text + "\n", encoding="utf-8")
    told = {"file": str(out), "decision": found.number, "lines": len(made["lines"]), "head": head.size}
    sentence = f"Đã viết {out}: {len(made['lines'])} dòng nhật ký, đầu sổ {head.size} dòng."
    click.echo(json.dumps(told, ensure_ascii=False) if shape == "json" else sentence, file=sys.stdout)
    return 0
