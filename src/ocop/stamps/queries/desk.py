"""What stands on desks about stamps."""

from __future__ import annotations

from ocop.letters.rules import Doing, Waiting
from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role

from ..models import Batch
from .rolls import batches_to_print, deliveries_awaited, rolls_in_store


def waiting_for(person: Person) -> list[Waiting]:
    """Deliveries to confirm for a producer; batches to print and rolls to hand over for the office."""
    found = [
        Waiting(f"Xác nhận đã nhận {d.number}", "Đếm cuộn, xác nhận", f"/tem/phieu-giao/{d.pk}/", "stamps")
        for d in deliveries_awaited(person)[:10]
    ]
    if not mandate_of(person, Role.PROVINCE_OFFICER):
        return found
    if count := batches_to_print().count():
        found.append(Waiting(f"{count} lượt tem chờ in", "In thành cuộn", "/tem/don-in/", "stamps"))
    if count := rolls_in_store().count():
        found.append(Waiting(f"{count} cuộn tem đã in chờ giao", "Lập phiếu giao", "/tem/phieu-giao/moi/", "stamps"))
    return found


def doings_of(person: Person) -> list[Doing]:
    """What the person can start in this chapter at any time."""
    found = []
    if Batch.objects.filter(product__in=products_worked_on(person)).exists():
        found.append(
            Doing("Kích hoạt tem", "/tem/kich-hoat/", "quét tem đầu và tem cuối vừa dán, cả khi không có mạng")
        )
        found.append(Doing("Sổ tem", "/tem/so/", "tồn đầu, vào, ra, tồn cuối của từng trạng thái"))
    if found or mandate_of(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.COMMUNE_OFFICER):
        found.append(Doing("Phễu kích hoạt tem", "/tem/pheu/", "bao nhiêu tem đã in, giao, kích hoạt, được quét"))
    if mandate_of(person, Role.PROVINCE_OFFICER):
        found.append(Doing("Loại tem của từng sản phẩm", "/tem/loai/", "đề nghị, đang cấp, yêu cầu một loại"))
        found.append(Doing("In và giao tem", "/tem/don-in/", "đơn in của chủ thể, cuộn trong kho, phiếu giao"))
    if mandate_of(person, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR):
        found.append(Doing("Kỳ khóa của tem", "/tem/ky-khoa/", "mở kỳ mới, đổi gốc khóa, thu hồi khi lộ khóa"))
    return found
