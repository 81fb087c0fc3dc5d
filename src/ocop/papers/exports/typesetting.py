"""One way from facts to a PDF: a typst file, the document font, and nothing from the machine or the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
import typst

FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"


def typeset(template: Path, facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of `template` with `facts` (read there as `sys.inputs.facts`); same facts and moment, same bytes."""
    return typst.compile(
        template,
        format="pdf",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)},
        timestamp=int(at.timestamp()),
    )
