"""The API describes itself."""

from io import StringIO

import yaml
from django.core.management import call_command


def test_the_description_is_valid_and_complete():
    text = StringIO()

    call_command("spectacular", validate=True, fail_on_warn=True, stdout=text)

    paths = yaml.safe_load(text.getvalue())["paths"]
    assert "/api/v1/reports/{id}/approve/" in paths
    transitions = paths["/api/v1/reports/{id}/submit/"]["post"]["responses"]
    assert set(transitions) == {"200", "400", "403", "404", "409", "422"}
    names = [each["name"] for each in paths["/api/v1/progress/indicators/"]["get"]["parameters"]]
    assert {"quarter", "lens", "priority", "activity", "indicator", "plan"} <= set(names)


def test_the_page_comes_from_our_own_files(get, observer):
    page = get(observer, "docs/")

    text = page.content.decode()
    assert "swagger-ui-bundle.js" in text
    assert "<style" not in text
    assert "//" not in text.replace("http://testserver", "").split("<body")[0].replace("<!--", "")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_its_start_is_a_script_of_its_own(get, observer):
    script = get(observer, "docs/", script="")

    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode()
