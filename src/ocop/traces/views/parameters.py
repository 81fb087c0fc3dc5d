"""«Tham số của câu hỏi»: every parameter of SimpleEventQuery that is understood at `/epcis/v2/`, for those who ask."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ocop.people.access import public

Words = str | Promise


class Row(NamedTuple):
    """Parameters that are alike. In a name `*` stands for something of yours: a unit, a type, `prefix:field`."""

    names: str
    takes: Words
    meaning: Words
    example: str = ""


class Section(NamedTuple):
    title: Words
    rows: tuple[Row, ...]


_LIST, _ONE, _URIS, _MOMENT = _("nhiều giá trị"), _("một giá trị"), _("nhiều URI"), _("một thời điểm có múi giờ")
_NUMBER, _TRUTH = _("một số"), _("true hoặc false")
_OPS = ("EQ", "GT", "GE", "LT", "LE")
_SCOPES = (
    "", "ILMD_", "ERROR_DECLARATION_", "readPoint_", "bizLocation_", "SENSORELEMENT_", "SENSORMETADATA_", "SENSORREPORT_",
)  # fmt: skip
SECTIONS: tuple[Section, ...] = (
    Section(
        _("Loại và thời gian"),
        (
            Row(
                "eventType",
                _LIST,
                _(
                    "ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent, AssociationEvent, "
                    "hay URI của loại riêng."
                ),
                "eventType=ObjectEvent|AggregationEvent",
            ),
            Row(
                "GE_eventTime LT_eventTime",
                _MOMENT,
                _("Việc xảy ra từ lúc ấy, trước lúc ấy."),
                "GE_eventTime=2026-10-01T00:00:00+07:00",
            ),
            Row(
                "GE_recordTime LT_recordTime",
                _MOMENT,
                _("Được ghi vào kho từ lúc ấy, trước lúc ấy."),
                "LT_recordTime=2026-11-01T00:00:00Z",
            ),
            Row("EQ_action", _LIST, "ADD, OBSERVE, DELETE.", "EQ_action=ADD"),
            Row("EQ_eventID", _URIS, _("Đúng sự kiện ấy."), "EQ_eventID=urn:uuid:6b8e2c1e-0000-4000-8000-000000000001"),
        ),
    ),
    Section(
        _("Việc gì, ở đâu"),
        (
            Row(
                "EQ_bizStep EQ_disposition",
                _LIST,
                _("Từ của CBV viết kiểu nào cũng được: từ trần, URN, web URI; hoặc URI riêng."),
                "EQ_bizStep=shipping|receiving",
            ),
            Row(
                "EQ_persistentDisposition_set EQ_persistentDisposition_unset",
                _LIST,
                _("Tình trạng lâu dài được đặt, được bỏ."),
                "EQ_persistentDisposition_set=conformant",
            ),
            Row(
                "EQ_readPoint EQ_bizLocation",
                _URIS,
                _("Đúng nơi ấy."),
                "EQ_bizLocation=https://id.gs1.org/414/8938500110030",
            ),
            Row(
                "WD_readPoint WD_bizLocation",
                _URIS,
                _("Nơi ấy và mọi nơi bên trong: theo children của dữ liệu gốc, và theo phần mở rộng của GLN."),
                "WD_bizLocation=urn:epc:id:sgln:8938500110.03.0",
            ),
        ),
    ),
    Section(
        _("Hàng nào, bao nhiêu"),
        (
            Row(
                "MATCH_epc MATCH_parentID MATCH_inputEPC MATCH_outputEPC MATCH_anyEPC",
                _URIS,
                _("EPC viết kiểu URN hay Digital Link; mẫu urn:epc:idpat: với dấu * là mọi mã cùng loại."),
                "MATCH_anyEPC=urn:epc:idpat:sgtin:8938500110.002.*",
            ),
            Row(
                "MATCH_epcClass MATCH_inputEPCClass MATCH_outputEPCClass MATCH_anyEPCClass",
                _URIS,
                _("Loại hàng hoặc lô, như trên."),
                "MATCH_anyEPCClass=https://id.gs1.org/01/08938500110023/10/L1",
            ),
            Row(
                (
                    "EQ_quantity GT_quantity GE_quantity LT_quantity LE_quantity EQ_quantity_* GT_quantity_* "
                    "GE_quantity_* LT_quantity_* LE_quantity_*"
                ),
                _NUMBER,
                _("Số lượng, không kể đơn vị; hoặc theo đúng đơn vị ấy (mã UN/CEFACT)."),
                "GE_quantity_KGM=10",
            ),
            Row(
                "EQ_transformationID",
                _URIS,
                _("Cùng một lần biến đổi."),
                "EQ_transformationID=urn:uuid:6b8e2c1e-0000-4000-8000-000000000002",
            ),
        ),
    ),
    Section(
        _("Giao dịch, bên giao, bên nhận"),
        (
            Row(
                "EQ_bizTransaction_*",
                _URIS,
                _("Chứng từ thuộc loại ấy: po, inv, desadv…"),
                "EQ_bizTransaction_po=https://ocop.example.vn/po/1",
            ),
            Row(
                "EQ_source_* EQ_destination_*",
                _URIS,
                _("Bên giao, bên nhận thuộc loại ấy: owning_party, possessing_party, location."),
                "EQ_source_owning_party=urn:epc:id:pgln:8938500110.09",
            ),
        ),
    ),
    Section(
        _("Cảm biến"),
        (
            Row("EXISTS_sensorElementList", _TRUTH, _("Có số đo của cảm biến."), "EXISTS_sensorElementList=true"),
            Row(
                (
                    "EQ_type EQ_deviceID EQ_dataProcessingMethod EQ_bizRules EQ_microorganism "
                    "EQ_chemicalSubstance EQ_uriValue EQ_stringValue EQ_hexBinaryValue"
                ),
                _LIST,
                _("Đo gì, máy nào, cách nào, ra giá trị nào."),
                "EQ_type=Temperature",
            ),
            Row("EQ_booleanValue", _TRUTH, _("Giá trị đúng hay sai."), "EQ_booleanValue=true"),
            Row(
                "GE_time LT_time GE_startTime LT_startTime GE_endTime LT_endTime",
                _MOMENT,
                _("Lúc đo."),
                "GE_time=2026-10-01T00:00:00Z",
            ),
            Row(
                "EQ_percRank GT_percRank GE_percRank LT_percRank LE_percRank",
                _NUMBER,
                _("Thứ hạng phần trăm."),
                "GE_percRank=95",
            ),
            Row(
                " ".join(
                    f"{op}_{what}_*"
                    for what in ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue")
                    for op in _OPS
                ),
                _NUMBER,
                _("Số đo theo đơn vị ấy; số đo ghi bằng đơn vị khác cùng loại được đổi rồi so."),
                "GE_value_CEL=20",
            ),
        ),
    ),
    Section(
        _("Phần mở rộng và dữ liệu của lô (ILMD)"),
        (
            Row(
                " ".join(f"{op}_{scope}*" for scope in _SCOPES for op in (*_OPS, "EXISTS")),
                _LIST,
                _(
                    "Trường riêng viết prefix:tên, prefix khai ở đầu mục GS1-Extensions hoặc @context; hay viết "
                    "namespace#tên. EXISTS hỏi có hay không."
                ),
                "EQ_ocop:kind=harvest",
            ),
            Row(
                " ".join(f"{op}_INNER_{scope}*" for scope in _SCOPES for op in (*_OPS, "EXISTS")),
                _LIST,
                _("Như trên, ở bất kỳ tầng nào bên trong một trường riêng."),
                "EQ_INNER_ILMD_ocop:giong=x",
            ),
        ),
    ),
    Section(
        _("Dữ liệu gốc"),
        (
            Row(
                "HASATTR_*",
                _LIST,
                _(
                    "Trường ấy (readPoint, bizLocation, bizStep, disposition, source, destination, "
                    "bizTransaction, epc, epcClass… hay trường riêng) gọi tên một phần tử có thuộc tính ấy."
                ),
                "HASATTR_bizLocation=cbvmda:city",
            ),
            Row(
                "EQATTR_* EQ_ATTR_*",
                _LIST,
                _(
                    "EQATTR_trường_thuộc tính: phần tử có thuộc tính ấy bằng một trong các giá trị. Thuộc tính "
                    "viết cbvmda:tên, tên trần của CBV, hay cả URI. Loại hàng (GTIN) tính cho mọi lô và mọi "
                    "chiếc."
                ),
                "EQATTR_bizLocation_cbvmda:city=Xã Lục Hồn",
            ),
        ),
    ),
    Section(
        _("Sự kiện bị báo sai"),
        (
            Row("EXISTS_errorDeclaration", _TRUTH, _("Lời báo sai."), "EXISTS_errorDeclaration=true"),
            Row(
                "GE_errorDeclarationTime LT_errorDeclarationTime GE_errorDeclaration_Time LT_errorDeclaration_Time",
                _MOMENT,
                _("Lúc báo sai."),
                "GE_errorDeclarationTime=2026-10-01T00:00:00Z",
            ),
            Row(
                "EQ_errorReason EQ_correctiveEventID",
                _LIST,
                _("Vì sao sai, sự kiện nào thay."),
                "EQ_errorReason=incorrect_data",
            ),
        ),
    ),
    Section(
        _("Thứ tự và giới hạn"),
        (
            Row("orderBy", _ONE, _("eventTime, recordTime, hay một trường riêng."), "orderBy=eventTime"),
            Row("orderDirection", _ONE, _("DESC (mặc định) hay ASC."), "orderBy=eventTime&orderDirection=ASC"),
            Row(
                "eventCountLimit",
                _NUMBER,
                _("Chỉ lấy chừng ấy sự kiện đầu; cần orderBy."),
                "orderBy=eventTime&eventCountLimit=10",
            ),
            Row(
                "maxEventCount",
                _NUMBER,
                _("Nhiều hơn thì trả lời 413, không trả một phần; không đi cùng eventCountLimit."),
                "maxEventCount=1000",
            ),
            Row(
                "perPage nextPageToken",
                _ONE,
                _("Trang: tối đa 1000 sự kiện; nextPageToken lấy từ đầu mục Link, dùng được một giờ, xoá được."),
                "perPage=100",
            ),
        ),
    ),
)


@public
@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    return render(request, "traces/parameters.html", {"sections": [(s, _split(s)) for s in SECTIONS]})


def _split(section: Section) -> list[tuple[list[str], Row]]:
    return [(row.names.split(), row) for row in section.rows]
