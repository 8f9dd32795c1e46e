import json

from supervision.web.guide import guide


def test_the_guide_shows_every_operation_with_fields_and_answers(as_):
    page = as_("nobody").get("/api").get_data(as_text=True)
    assert "提交数量" in page
    assert "/api/v1/probe/{how}" in page
    assert "数量" in page
    assert "必填" in page


def test_the_document_promises_problem_json_for_errors(as_):
    document = json.loads(as_("nobody").get("/api/openapi.json").data)
    response = document["components"]["responses"]["UNPROCESSABLE_ENTITY"]
    assert list(response["content"]) == ["application/problem+json"]
    assert document["paths"]["/api/v1/probe"]["post"]["responses"]["200"]["content"].keys() == {"application/json"}


def test_references_are_followed_to_their_fields(app):
    found = guide(app.extensions["supervision.api"].spec.to_dict())
    [group] = found.groups
    assert group.name == "试探"
    [post] = [item for item in group.operations if item.method == "POST"]
    assert [(item.name, item.type, item.required, item.note) for item in post.body] == [("amount", "整数", True, "数量")]
    assert [answer.status for answer in post.answers] == ["200", "400", "401", "403", "413", "415", "422", "503"]
