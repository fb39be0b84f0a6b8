from django.urls import URLPattern, URLResolver, include, path

from articles.admin.withdrawals.listing import WithdrawalsView
from articles.admin.withdrawals.views import ReinstateView, WithdrawView


def withdrawal_urls() -> list[URLPattern | URLResolver]:
    """`withdraw` takes the page's id, `reinstate` the withdrawal's."""
    own = [
        path("", WithdrawalsView.as_view(), name="index"),
        path("results/", WithdrawalsView.as_view(results_only=True), name="results"),
        path("withdraw/<int:page_id>/", WithdrawView.as_view(), name="withdraw"),
        path("<int:pk>/reinstate/", ReinstateView.as_view(), name="reinstate"),
    ]
    return [path("editorial-quality/withdrawals/", include((own, "articles_withdrawals")))]
