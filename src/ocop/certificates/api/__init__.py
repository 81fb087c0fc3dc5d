"""This chapter's endpoints under one router."""

from ninja import Router

from .register import router as register

router = Router()
router.add_router("", register)

__all__ = ["router"]
