"""The CloudFormation template: what a linter finds, and what the code and the ASK CLI need."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skill.audio.library import AUDIO_SETTING
from skill.routine.content import CLINIC_SETTING, CONTENT_SETTING, ROUTINE_SETTING
from skill.stores.dynamodb import DynamoStore
from skill.wiring import SKILL_ID_SETTING, STORE_SETTING
from tests.stores.stores import LAYOUT

pytestmark = pytest.mark.shipping

TEMPLATE = Path(".deploy/stack.yaml")
FILLED_IN_BY_ASK_CLI = "SkillId LambdaRuntime LambdaHandler CodeBucket CodeKey CodeVersion".split()


def stack() -> dict[str, Any]:
    from cfnlint.decode import decode

    template, problems = decode(str(TEMPLATE))
    assert not problems, problems
    plain: dict[str, Any] = json.loads(json.dumps(template, default=str))
    return plain


def resource(kind: str) -> dict[str, Any]:
    """The properties of the only resource of a type."""
    found = [entry for entry in stack()["Resources"].values() if entry["Type"] == kind]
    assert len(found) == 1, f"{len(found)} resources are a {kind}"
    properties: dict[str, Any] = found[0]["Properties"]
    return properties


def infrastructure() -> dict[str, Any]:
    resources = json.loads(Path("ask-resources.json").read_text(encoding="utf-8"))
    settings: dict[str, Any] = resources["profiles"]["default"]["skillInfrastructure"]["userConfig"]
    return settings


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    lint = subprocess.run([linter, TEMPLATE], capture_output=True, text=True, check=False)

    assert lint.returncode == 0, lint.stdout


def test_every_parameter_is_filled_in_or_has_a_default() -> None:
    parameters = stack()["Parameters"]
    ours = infrastructure()["cfn"]["parameters"]

    assert set(FILLED_IN_BY_ASK_CLI) <= set(parameters)
    assert set(ours) <= set(parameters) - set(FILLED_IN_BY_ASK_CLI)
    for name in set(parameters) - set(FILLED_IN_BY_ASK_CLI) - set(ours):
        assert "Default" in parameters[name], name


def test_the_stack_takes_only_a_python_that_the_store_runs_on() -> None:
    pattern = stack()["Parameters"]["LambdaRuntime"]["AllowedPattern"]

    assert re.fullmatch(pattern, infrastructure()["runtime"])
    for runtime in ("python3.12", "python3.14", "python3.20"):
        assert re.fullmatch(pattern, runtime)
    for runtime in ("python3.11", "python3.9", "python3.1", "nodejs22.x"):
        assert not re.fullmatch(pattern, runtime)


def test_the_profile_points_at_files_that_are_there() -> None:
    profile = json.loads(Path("ask-resources.json").read_text())["profiles"]["default"]

    assert Path(infrastructure()["templatePath"]) == TEMPLATE
    assert Path(profile["skillMetadata"]["src"], "skill.json").is_file()
    assert Path(profile["code"]["default"]["src"], "requirements.txt").is_file()
    module, function = infrastructure()["handler"].split(".")
    assert f"def {function}(" in Path("lambda", f"{module}.py").read_text()


def test_the_table_has_the_keys_and_the_expiry_that_the_store_writes() -> None:
    asked: dict[str, Any] = {}
    table = resource("AWS::DynamoDB::Table")

    store = DynamoStore(
        RecordingClient(asked),
        "table",
        clock=lambda: 0.0,
        random_bits=lambda bits: bits,
        pause=lambda seconds: None,
    )
    store.save("a runner", "{}", after=0)

    assert {field: table[field] for field in LAYOUT} == LAYOUT
    item = asked["PutItem"]["Item"]
    for key in LAYOUT["AttributeDefinitions"]:
        assert [key["AttributeType"]] == list(item[key["AttributeName"]])
    expiry = table["TimeToLiveSpecification"]
    assert expiry["Enabled"]
    assert list(item[expiry["AttributeName"]]) == ["N"]
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_the_commands_for_a_table_without_the_stack_make_the_same_table() -> None:
    page = Path("DEPLOYING.md").read_text(encoding="utf-8").replace("\\\n", " ")
    table = resource("AWS::DynamoDB::Table")

    made = options(page, "create-table")
    assert made["billing-mode"] == [table["BillingMode"]]
    assert shorthand(made["key-schema"]) == table["KeySchema"]
    assert shorthand(made["attribute-definitions"]) == table["AttributeDefinitions"]
    expiry = options(page, "update-time-to-live")
    assert shorthand(expiry["time-to-live-specification"]) == [
        {"Enabled": "true", "AttributeName": table["TimeToLiveSpecification"]["AttributeName"]}
    ]
    assert made["table-name"] == expiry["table-name"]
    assert f"{STORE_SETTING}=dynamodb:{made['table-name'][0]}\n" in page


def options(page: str, command: str) -> dict[str, list[str]]:
    """The options of the one `aws dynamodb` command of that name, with their values."""
    (line,) = [line for line in page.splitlines() if f"aws dynamodb {command} " in line]
    first, *others = (words.split() for words in line.split(" --"))
    assert first == ["aws", "dynamodb", command]
    return {name: values for name, *values in others}


def shorthand(values: list[str]) -> list[dict[str, str]]:
    """What the AWS CLI makes of `a=b,c=d` values."""
    return [dict(pair.split("=", 1) for pair in value.split(",")) for value in values]


def test_the_rights_that_the_page_gives_to_machines_are_those_of_the_role() -> None:
    page = Path("DEPLOYING.md").read_text(encoding="utf-8")
    [policy] = resource("AWS::IAM::Role")["Policies"]
    rights = {a for s in policy["PolicyDocument"]["Statement"] for a in s["Action"]}

    assert set(re.findall(r"`(dynamodb:[A-Z][a-z]\w+)`", page)) == {
        right for right in rights if right.startswith("dynamodb:")
    }


class RecordingClient:
    """A DynamoDB client that only writes down what is asked of it."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self._asked = asked

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self._asked[operation] = arguments
        return {}

    def close(self) -> None:
        return None


def test_the_role_may_do_what_the_store_does_and_write_its_log_and_nothing_more() -> None:
    [policy] = resource("AWS::IAM::Role")["Policies"]
    rights = {
        action: statement["Resource"]
        for statement in policy["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }
    source = Path("skill/stores/dynamodb.py").read_text(encoding="utf-8")
    used = {
        f"dynamodb:{name}"
        for name in ("GetItem", "PutItem", "DeleteItem", "Query", "BatchWriteItem")
        if f'self._ask("{name}"' in re.sub(r"\(\s+", "(", source)
    }

    assert set(rights) == used | {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert all(where != "*" and "*" not in json.dumps(where) for where in rights.values())


def test_the_function_gets_its_settings_and_answers_before_alexa_hangs_up() -> None:
    function = resource("AWS::Lambda::Function")
    variables = function["Environment"]["Variables"]

    assert set(variables) == {
        *(STORE_SETTING, SKILL_ID_SETTING),
        *(CONTENT_SETTING, ROUTINE_SETTING, CLINIC_SETTING, AUDIO_SETTING),
    }
    assert function["Timeout"] < 8


def test_there_is_a_bucket_for_clips_only_if_it_is_asked_for() -> None:
    template = stack()
    of_clips = ("Clips", "ClipsMayBeRead")

    assert template["Parameters"]["Audio"]["Default"] == "Off"
    assert template["Conditions"]["WithAudio"] == {"Fn::Equals": [{"Ref": "Audio"}, "On"]}
    assert {template["Resources"][name]["Condition"] for name in of_clips} == {"WithAudio"}
    assert template["Outputs"]["ClipsFolder"]["Condition"] == "WithAudio"
    setting = resource("AWS::Lambda::Function")["Environment"]["Variables"][AUDIO_SETTING]
    condition, address, otherwise = setting["Fn::If"]
    assert (condition, otherwise) == ("WithAudio", "")
    assert address == {"Fn::Sub": "https://${Clips.RegionalDomainName}/audio"}


def test_of_the_clips_anybody_may_read_what_they_can_name_and_nothing_else() -> None:
    (statement,) = resource("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    bucket = resource("AWS::S3::Bucket")

    assert statement["Action"] == "s3:GetObject"  # whoever could list them need not know a hash
    assert statement["Resource"] == {"Fn::Sub": "${Clips.Arn}/audio/*"}
    (rule,) = bucket["OwnershipControls"]["Rules"]
    assert rule == {"ObjectOwnership": "BucketOwnerEnforced"}
    blocked = bucket["PublicAccessBlockConfiguration"]
    assert (blocked["BlockPublicAcls"], blocked["IgnorePublicAcls"]) in [
        (True, True),
        ("true",) * 2,
    ]


def test_clips_are_synchronised_to_where_devices_look_for_them() -> None:
    assert stack()["Outputs"]["ClipsFolder"]["Value"] == {"Fn::Sub": "s3://${Clips}/audio"}
    assert stack()["Resources"]["Clips"]["DeletionPolicy"] == "Retain"


def test_only_alexa_may_call_the_function_and_only_for_this_skill() -> None:
    permission = resource("AWS::Lambda::Permission")

    assert permission["Principal"] == "alexa-appkit.amazon.com"
    assert permission["EventSourceToken"] == {"Ref": "SkillId"}


def test_the_endpoint_is_the_alias_that_alexa_may_call() -> None:
    assert stack()["Outputs"]["SkillEndpoint"]["Value"] == {"Ref": "Live"}
    assert resource("AWS::Lambda::Permission")["FunctionName"] == {"Ref": "Live"}


def test_log_lines_are_deleted_one_day() -> None:
    assert resource("AWS::Logs::LogGroup")["RetentionInDays"] == {"Ref": "LogDays"}


@pytest.mark.parametrize("metric", ["Errors", "Duration"])
def test_an_alarm_watches(metric: str) -> None:
    alarms = [r["Properties"] for r in stack()["Resources"].values() if "Alarm" in r["Type"]]
    watched = {alarm["MetricName"]: alarm for alarm in alarms if alarm["Namespace"] == "AWS/Lambda"}

    assert watched[metric]["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": "Function"}}]
    if metric == "Duration":
        assert watched[metric]["ExtendedStatistic"] == "p95"


def test_the_log_filters_look_for_lines_that_the_skill_writes() -> None:
    filters = [r for r in stack()["Resources"].values() if r["Type"] == "AWS::Logs::MetricFilter"]
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("skill/alexa", "skill/alexa/runtime", "skill/service")
        for path in Path(room).glob("*.py")
    )

    for entry in filters:
        for wanted in entry["Properties"]["FilterPattern"].split('"')[1::2]:
            assert wanted in code, wanted


@pytest.mark.parametrize("profile", ["default", "self-hosted"])
def test_every_profile_ships_the_same_skill_package(profile: str) -> None:
    profiles = json.loads(Path("ask-resources.json").read_text())["profiles"]

    assert profiles[profile]["skillMetadata"]["src"] == "./interaction_model"
