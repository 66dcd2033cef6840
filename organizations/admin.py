"""Units, people and seats: the catalogue that admins keep."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.forms import ModelForm
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from organizations.models import Notice, Seat, Unit, User
from organizations.services import name_keys


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "kind", "parent", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["search_text", "code"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent", "standing_body", "successor"]

    def save_model(self, request: HttpRequest, obj: Unit, form: ModelForm, change: bool) -> None:
        """Keep the columns for searching and sorting with the name."""
        vars(obj).update(name_keys(obj.name, obj.short_name, obj.code))
        super().save_model(request, obj, form, change)


class SeatInline(admin.TabularInline):
    model = Seat
    extra = 0
    autocomplete_fields = ["unit"]


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "full_name", "email", "is_active"]
    search_fields = ["username", "full_name", "email"]
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["username", "password"]}),
        ("Thông tin", {"fields": ["full_name", "email"]}),
        ("Quyền", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets: Any = [(None, {"fields": ["username", "full_name", "email", "password1", "password2"]})]
    inlines: ClassVar[Any] = [SeatInline]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "recipient", "title", "read_at"]
    search_fields = ["title", "recipient__username"]
    list_select_related = ["recipient"]
