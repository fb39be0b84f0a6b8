from api.v1.views.index import NAMES
from tests.api.v1.conftest import Get


def test_index_links_to_everything(get: Get) -> None:
    index = get("").json()
    assert index["version"] == "v1"
    assert index["locales"] == ["en", "es"]
    assert index["default_locale"] == "en"
    assert set(index["links"]) == set(NAMES)
    # A path is asked for there.
    assert get(index["links"].pop("find").partition("/api/v1/")[2]).status_code == 400
    # Nobody has endpoints without a key.
    assert get(index["links"].pop("webhooks").partition("/api/v1/")[2]).status_code == 401
    for link in index["links"].values():
        assert link.startswith("http://testserver/api/v1/")
        assert get(link.partition("/api/v1/")[2]).status_code == 200
