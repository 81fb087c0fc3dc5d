"""The desk: what waits for me, sorted by deadline; what I may begin; what I was told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop.people.access import guarded, may_sign_in
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force

from ..queries import desk_of


@guarded(may_sign_in)
def desk(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    context = {"desk": desk_of(person), "mandates": mandates_in_force(person)}
    return render(request, "portal/desk.html", context)
