"""All rules in words, and what the clinic changes of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.domain import rule_levels
from treatments.forms.rulebook import LevelForm
from treatments.models import RuleLevel
from treatments.queries.rulebook import KindShown, rules_page

ASKED = ("search", "only")


@require_GET
@staff_only(*CLINICAL)
def rules(request: StaffRequest) -> HttpResponse:
    """Every rule with its level, sources and changes; `?change=` opens the form of one."""
    return _show(request, asked={name: request.GET.get(name, "") for name in ASKED}, opened=request.GET.get("change"))


@require_POST
@staff_only(*CLINICAL)
def change(request: StaffRequest) -> HttpResponse:
    """Raise the level of a rule, or ask to lower it."""
    form = LevelForm(request.POST)
    if form.is_valid():
        try:
            made = rule_levels.set_level(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _asked_for(made))
            return redirect(_address_of(made.rule))
    return _show(request, form=form, opened=request.POST.get("rule"), status=422)


@require_POST
@staff_only(*CLINICAL)
def answer(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """Agree to a lower level, or withdraw it."""
    if step not in ANSWERS:
        raise Http404
    verb, sentence = ANSWERS[step]
    asked = get_object_or_404(RuleLevel, pk=pk)
    try:
        verb(change=asked, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, sentence)
    return redirect(_address_of(asked.rule))


ANSWERS = {
    "agree": (rule_levels.agree, gettext_lazy("Agreed: the lower level counts from now on.")),
    "withdraw": (rule_levels.withdraw, gettext_lazy("Withdrawn: the level stays as it is.")),
}


def _show(
    request: StaffRequest,
    *,
    asked: dict[str, str] | None = None,
    opened: str | None = None,
    form: LevelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = asked or {}
    kinds = rules_page(search=asked.get("search", ""), only=asked.get("only", ""))
    shown = {
        "kinds": kinds,
        "asked": asked,
        "opened": opened,
        "form": form or LevelForm(initial={"rule": opened}),
        "count": sum(len(kind.rules) for kind in kinds),
        "changed": _count(kinds, "is_changed"),
        "waiting": _count(kinds, "waiting"),
        "may_change": request.user.may_prescribe or request.user.may_approve,
        "alone": request.user.may_approve and rule_levels.may_agree_alone(request.user),
    }
    return render(request, "treatments/rules.html", shown, status=status)


def _count(kinds: list[KindShown], name: str) -> int:
    return sum(bool(getattr(shown, name)) for kind in kinds for shown in kind.rules)


def _asked_for(made: RuleLevel) -> str:
    if made.lowers:
        return _("Asked: somebody else who may approve agrees, then it counts.")
    return _("Raised: it counts from now on, for every open plan.")


def _address_of(rule: str) -> str:
    return f"{reverse('treatments:rules')}?{urlencode({'change': rule})}#rule-{rule.replace('/', '-')}"
