"""`ocop councils fairness prove`: what the fairness report recovers of bias planted in simulated sittings."""

from __future__ import annotations

import sys

import click

from ocop.people.queries import today

REFUSED = 1


@click.group("councils")
def councils() -> None:
    """Hội đồng: thử lại báo cáo công bằng."""


@councils.group("fairness")
def fairness() -> None:
    """Báo cáo công bằng của phiên họp."""


@fairness.command("prove")
@click.option("--keep", is_flag=True, help="Ghi kết quả và một báo cáo mẫu vào reference/councils/.")
def prove(keep: bool) -> int:
    """Chấm các phiên mô phỏng có cài độ lệch và đếm: nhận ra mấy lần, nói oan mấy lần (chừng hai phút)."""
    from ocop.councils.rules.fairness.proving import proof, prove, write, write_example

    trials = []
    for trial in prove():
        found = "–" if trial.bias == "clean" else f"{trial.found_share:.0%}"
        click.echo(f"{trial.bias:9} {trial.items:4} sản phẩm: nhận ra {found}, nói oan {trial.wrong_share:.1%}")
        trials.append(trial)
    if keep:
        write(trials, today())
        write_example()
    kept = proof()
    same = kept is not None and list(kept.trials) == trials
    print("Khớp tệp đã lưu." if same else "Khác tệp đã lưu; thêm --keep để ghi lại.", file=sys.stderr)
    return 0 if same else REFUSED


commands: list[click.Command] = [councils]
