"""This chapter's endpoints under one router."""

from ninja import Router

from .papers import router as papers
from .register import router as register

router = Router()
router.add_router("", register)
router.add_router("", papers)

__all__ = ["router"]
