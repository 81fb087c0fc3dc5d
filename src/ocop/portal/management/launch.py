"""What `serve` checks before it starts anything: address, port, and settings that would be unsafe in earnest."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ROOT = Path(__file__).resolve().parents[4]


class Unfit(Exception):
    """What was asked for cannot be done so; each reason says why and what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons

    @classmethod
    def unless_clear(cls, *reasons: str) -> None:
        if reasons:
            raise cls(*reasons)


@dataclass(frozen=True)
class Launch:
    """How this start was asked for."""

    home: Path
    host: str
    port: int
    demo: bool
    database: str | None

    @property
    def address(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def launch_from(environ: "os._Environ[str] | dict[str, str]") -> Launch:
    """Read the environment, refuse what cannot work."""
    port = environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise Unfit(f"PORT phải là một số từ 1 đến 65535, không phải «{port}».")
    launch = Launch(
        home=Path(environ.get("OCOP_HOME") or ROOT / "var").absolute(),
        host=environ.get("HOST") or "127.0.0.1",
        port=int(port),
        demo=environ.get("OCOP_DEMO") == "1",
        database=environ.get("DATABASE_URL") or None,
    )
    Unfit.unless_clear(*([] if launch.demo else _unsafe(launch, environ)))
    return launch


def _unsafe(launch: Launch, environ: "os._Environ[str] | dict[str, str]") -> list[str]:
    """Outside the demonstration a default would end on printed stamps or let anybody in."""
    faults = []
    origin = urlsplit(environ.get("OCOP_ORIGIN", ""))
    if not origin.scheme or not origin.hostname:
        faults.append(
            "Thiếu OCOP_ORIGIN, địa chỉ công khai in trên tem và mã QR, ví dụ https://ocop.example.vn. "
            "Muốn chạy thử, hãy dùng «make run» (OCOP_DEMO=1)."
        )
    elif origin.scheme != "https" and origin.hostname not in LOOPBACK:
        faults.append("OCOP_ORIGIN phải bắt đầu bằng https:// để mật khẩu không đi qua mạng ở dạng đọc được.")
    if 0 < len(environ.get("OCOP_SECRET_KEY", "")) < 32:
        faults.append("OCOP_SECRET_KEY quá ngắn: cần ít nhất 32 ký tự, hoặc bỏ trống để máy tự tạo.")
    if (launch.home / "demo.json").exists():
        faults.append(f"{launch.home} chứa dữ liệu trình diễn với mật khẩu ai cũng biết. Hãy đặt OCOP_HOME khác.")
    return faults


def claim_port(launch: Launch) -> None:
    """Refuse a port that somebody else holds, before the database is touched."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(launch.host, launch.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        raise Unfit(f"HOST «{launch.host}» không phải một địa chỉ của máy này.") from None
    except PermissionError:
        raise Unfit(f"Không được phép mở cổng {launch.port}. Hãy chọn PORT từ 1024 trở lên.") from None
    except OSError:
        words = f"Cổng {launch.port} trên {launch.host} đang có chương trình khác dùng."
        raise Unfit(f"{words} Hãy dừng chương trình đó hoặc đặt PORT khác, ví dụ PORT=8123.") from None
