"""What is due for review, counted by hand."""

from tests.securing.conftest import AS_OF, control, controls

from balance.model.indicators import overdue_reviews_share
from balance.securing.reviews import reviews


def test_a_review_is_due_from_the_last_one_or_from_the_first_day(registered):
    found = reviews(registered(
        control(1, last_reviewed="2026-06-01"), control(2, last_reviewed=None, in_force_on="2026-09-25"),
        control(3, last_reviewed="2026-09-29", review_every_days=365), control(4, status="planned"),
        control(5, review_every_days=None), control(6, status="retired", last_reviewed="2020-01-01"),
    ))  # fmt: skip
    assert found.due["control_id"].tolist() == ["C1", "C2"]
    assert found.due["overdue_days"].tolist() == [121 - 90, 5 - 90]
    assert (found.overdue, found.cadenced, found.without) == (1, 3, 1)


def test_reviews_agree_with_the_key_risk_indicator(registered):
    rows = [control(n, last_reviewed=f"2026-0{n}-15") for n in range(1, 10)]
    found = reviews(registered(*rows))
    assert found.overdue / found.cadenced == overdue_reviews_share(controls(*rows), AS_OF)
