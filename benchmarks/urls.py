"""The project's addresses, and the floor: a signed-in page that says hello through the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from thiduaweb.urls import urlpatterns as project_urls


def hello(request: HttpRequest) -> HttpResponse:
    """The least a signed-in page costs: session and user are read, nothing else."""
    return HttpResponse(f"hello {request.user.pk}")


urlpatterns = [path("hello/", hello, name="hello"), *project_urls]
