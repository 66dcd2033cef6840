"""``{% kept "name" mark … %}…{% endkept %}``: a part of a page that is rendered once for its key (core.fragments).

The mark names the version of what is shown, the rest of the key what its readers have in common; with an empty mark
nothing is kept. A part with a name alone is the same on all pages.
"""

from dataclasses import dataclass

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from core.fragments import kept

register = template.Library()


@dataclass
class _Kept(template.Node):
    key: list[FilterExpression]
    nodelist: NodeList

    def render(self, context: template.Context) -> SafeString:
        """The part, kept already or rendered now."""
        key = tuple(one.resolve(context) for one in self.key)
        return kept(key, lambda: self.nodelist.render(context)) if all(key[:2]) else self.nodelist.render(context)


@register.tag("kept")
def keep(parser: Parser, token: Token) -> _Kept:
    """Everything up to ``endkept``."""
    key = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(key, nodelist)
