"""Blocs in the admin."""

from django.contrib import admin

from blocs.models import Bloc, Membership


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["unit"]


@admin.register(Bloc)
class BlocAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "authority"]
    search_fields = ["name", "code"]
    list_select_related = ["authority"]
    autocomplete_fields = ["authority"]
    inlines = [MembershipInline]
