"""The one exception of this library, whose text may be shown to a person as it is."""


class ClusterError(Exception):
    """The database could not be started, joined or stopped; the message says why and what to do, in Vietnamese."""


def explained(log_tail: str) -> str:
    """The last words of a failed server, turned into a sentence for the person at the keyboard."""
    if "No space left on device" in log_tail:
        return "Đĩa đã đầy nên cơ sở dữ liệu không chạy được. Hãy giải phóng chỗ trống rồi chạy lại."
    if "could not resize shared memory" in log_tail or "Cannot allocate memory" in log_tail:
        return "Máy không đủ bộ nhớ cho cơ sở dữ liệu. Hãy đóng bớt chương trình rồi chạy lại."
    return f"Cơ sở dữ liệu không khởi động được. Những dòng cuối của nhật ký:\n{log_tail.strip()}"
