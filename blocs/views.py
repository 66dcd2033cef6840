"""The blocs and their members."""

from django.http import HttpResponse
from django.shortcuts import render

from blocs import queries
from blocs.models import Bloc
from core.doors import Request, door


@door("blocs.list", methods="GET")
def bloc_list(request: Request) -> HttpResponse:
    """All blocs the person may look at."""
    return render(request, "blocs/list.html", {"blocs": queries.blocs(request.user)})


@door("blocs.view", load=queries.bloc, methods="GET")
def bloc_detail(request: Request, bloc: Bloc) -> HttpResponse:
    """One bloc with its members year by year."""
    return render(request, "blocs/detail.html", {"bloc": bloc, "memberships": bloc.memberships.all()})
