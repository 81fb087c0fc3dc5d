"""`ocop people administrator`: the first account of a new installation, which nobody can make by a page."""

from __future__ import annotations

import click


@click.group("people")
def people() -> None:
    """Con người và thẩm quyền: tài khoản đầu tiên."""


@people.command("administrator")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--phone", default="", help="Số điện thoại để đăng nhập.")
@click.option("--email", default="", help="Thư điện tử để đăng nhập.")
@click.option("--office", default="Cơ quan tham mưu OCOP tỉnh", show_default=True, help="Cơ quan giao nhiệm vụ.")
def administrator(name: str, phone: str, email: str, office: str) -> int:
    """Lập người quản trị và in mật khẩu tạm một lần; đổi mật khẩu ngay sau khi đăng nhập."""
    from ocop.people.acts import install_administrator

    person, password = install_administrator(name=name, phone=phone, email=email, office=office)
    click.echo(f"{person.name}: đăng nhập bằng {person.login}, mật khẩu tạm {password}")
    return 0


commands = [people]
