"""Calls every operation of Step Functions and holds each answer against AWS's own model: required members, no others,
types, lengths and values, and of a refusal whether the operation has that error."""

import json
import sys
import time

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

name = sys.argv[1] + "-model"
sfn = boto3.client("stepfunctions", config=Config(inject_host_prefix=False, read_timeout=70))
model = sfn.meta.service_model
identity = boto3.client("sts").get_caller_identity()["Account"]
role = f"arn:aws:iam::{identity}:role/any"
answers, called, wrong = [], set(), []
sfn.meta.events.register("after-call", lambda http_response, **_: answers.append(http_response.content))


def check(shape, value, path):
    kind = shape.type_name
    if kind == "structure":
        wrong.extend(f"{path}: {member} is missing" for member in shape.required_members if value.get(member) is None)
        for member, inner in value.items():
            if member not in shape.members or inner is None:
                wrong.append(f"{path}: {member} is {'null' if inner is None else 'not in the model'}")
            else:
                check(shape.members[member], inner, f"{path}.{member}")
    elif kind == "list":
        for inner in value:
            check(shape.member, inner, path + "[]")
    elif kind == "map":
        for inner in value.values():
            check(shape.value, inner, path + "{}")
    elif kind == "string":
        few, many = shape.metadata.get("min", 0), shape.metadata.get("max", float("inf"))
        if not isinstance(value, str) or not few <= len(value) <= many or value not in (shape.enum or [value]):
            wrong.append(f"{path}: {value!r} is no {shape.name}")
    else:
        types = {"boolean": bool, "integer": int, "long": int}.get(kind, (int, float))
        if not isinstance(value, types) or isinstance(value, bool) != (kind == "boolean"):
            wrong.append(f"{path}: {value!r} is no {kind}")


def call(operation, **members):
    called.add(operation)
    answer = getattr(sfn, xform_name(operation))(**members)
    check(model.operation_model(operation).output_shape, json.loads(answers[-1]), operation)
    return answer


def refused(error, operation, **members):
    try:
        call(operation, **members)
        wrong.append(f"{operation}: expected {error}, but it was done")
    except ClientError as refusal:
        code = refusal.response["Error"]["Code"]
        known = [shape.name for shape in model.operation_model(operation).error_shapes]
        if code != error or code not in known:
            wrong.append(f"{operation}: expected {error}, but found {refusal}")


def flow(**states):
    return json.dumps({"StartAt": next(iter(states)), "States": states})


def machine(suffix, definition, **members):
    created = call("CreateStateMachine", name=f"{name}-{suffix}", definition=definition, roleArn=role, **members)
    return created["stateMachineArn"]


def ended(execution):
    for _ in range(100):
        described = call("DescribeExecution", executionArn=execution)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.1)
    raise AssertionError(f"expected {execution} to end")


# Activities and tags
activity = call("CreateActivity", name=name, tags=[{"key": "team", "value": "a"}])["activityArn"]
call("DescribeActivity", activityArn=activity)
call("ListActivities", maxResults=1)
call("TagResource", resourceArn=activity, tags=[{"key": "k", "value": "v"}])
call("UntagResource", resourceArn=activity, tagKeys=["k"])
call("ListTagsForResource", resourceArn=activity)

# Machines, versions, aliases
passing = flow(P={"Type": "Pass", "End": True})
group = f"arn:aws:logs:{sfn.meta.region_name}:{identity}:log-group:/pawl/{name}:*"
logging = {"level": "ALL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]}
first = machine("pass", passing, publish=True, versionDescription="one", loggingConfiguration=logging)
call("DescribeStateMachine", stateMachineArn=first)
call("DescribeStateMachine", stateMachineArn=first + ":1", includedData="METADATA_ONLY")
call("UpdateStateMachine", stateMachineArn=first, definition=flow(S={"Type": "Succeed"}), publish=True)
refused("MissingRequiredParameter", "UpdateStateMachine", stateMachineArn=first)
refused("InvalidDefinition", "UpdateStateMachine", stateMachineArn=first, definition="{")
refused("StateMachineAlreadyExists", "CreateStateMachine", name=name + "-pass", definition=passing, roleArn=role)
call("ListStateMachines", maxResults=1)
call("ListStateMachineVersions", stateMachineArn=first)
call("PublishStateMachineVersion", stateMachineArn=first)
refused("ConflictException", "PublishStateMachineVersion", stateMachineArn=first, revisionId="another")
routes = [{"stateMachineVersionArn": first + ":1", "weight": 100}]
created = call("CreateStateMachineAlias", name="live", description="d", routingConfiguration=routes)
alias = created["stateMachineAliasArn"]
call("DescribeStateMachineAlias", stateMachineAliasArn=alias)
call("ListStateMachineAliases", stateMachineArn=first)
call("UpdateStateMachineAlias", stateMachineAliasArn=alias, description="e")
refused("ConflictException", "DeleteStateMachineVersion", stateMachineVersionArn=first + ":1")

# Executions
execution = call("StartExecution", stateMachineArn=alias, name="one", input='{"a":1}')["executionArn"]
refused("StateMachineDoesNotExist", "StartExecution", stateMachineArn=first + ":9")
refused("InvalidExecutionInput", "StartExecution", stateMachineArn=first, input="")
refused("InvalidName", "StartExecution", stateMachineArn=first, name="a b")
ended(execution)
refused("ExecutionAlreadyExists", "StartExecution", stateMachineArn=alias, name="one", input='{"a":1}')
call("DescribeExecution", executionArn=execution, includedData="METADATA_ONLY")
call("DescribeStateMachineForExecution", executionArn=execution)
call("GetExecutionHistory", executionArn=execution, maxResults=2)
call("ListExecutions", stateMachineArn=alias, statusFilter="SUCCEEDED")

# Tasks, stop, redrive
task = machine("task", flow(T={"Type": "Task", "Resource": activity, "End": True}))
executions = [call("StartExecution", stateMachineArn=task, name=one)["executionArn"] for one in ("x", "y", "z")]
tokens = [call("GetActivityTask", activityArn=activity, workerName="w")["taskToken"] for _ in executions]
call("SendTaskHeartbeat", taskToken=tokens[0])
call("SendTaskSuccess", taskToken=tokens[0], output="1")
refused("TaskTimedOut", "SendTaskSuccess", taskToken=tokens[0], output="2")
refused("InvalidToken", "SendTaskHeartbeat", taskToken="none")
call("SendTaskFailure", taskToken=tokens[1], error="E", cause="C")
for _ in range(100):
    statuses = {one: call("DescribeExecution", executionArn=one)["status"] for one in executions}
    if sorted(statuses.values()) == ["FAILED", "RUNNING", "SUCCEEDED"]:
        break
    time.sleep(0.1)
by_status = {status: one for one, status in statuses.items()}
call("GetExecutionHistory", executionArn=by_status["FAILED"], reverseOrder=True)
call("RedriveExecution", executionArn=by_status["FAILED"], clientToken="once")
call("DescribeExecution", executionArn=by_status["FAILED"])
refused("ExecutionNotRedrivable", "RedriveExecution", executionArn=by_status["SUCCEEDED"])
for running in (by_status["FAILED"], by_status["RUNNING"]):
    call("StopExecution", executionArn=running, error="e", cause="c")
    call("DescribeExecution", executionArn=running)
refused("ExecutionDoesNotExist", "StopExecution", executionArn=execution + "x")

# Map Runs with Express children, one of which fails
processor = {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
    "StartAt": "C",
    "States": {
        "C": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "F"}], "Default": "S"},
        "F": {"Type": "Fail", "Error": "x"},
        "S": {"Type": "Succeed"},
    },
}
mapping = {"Type": "Map", "End": True, "ToleratedFailurePercentage": 100, "ItemProcessor": processor}
mapped = machine("map", flow(M=mapping))
whole = call("StartExecution", stateMachineArn=mapped, input="[1, 2, 3]")["executionArn"]
ended(whole)
call("GetExecutionHistory", executionArn=whole)
run = call("ListMapRuns", executionArn=whole)["mapRuns"][0]["mapRunArn"]
call("DescribeMapRun", mapRunArn=run)
refused("ValidationException", "UpdateMapRun", mapRunArn=run, maxConcurrency=3)
children = call("ListExecutions", mapRunArn=run)["executions"]
described = [call("DescribeExecution", executionArn=child["executionArn"]) for child in children]
assert sorted(child["redriveStatus"] for child in described) == 2 * ["NOT_REDRIVABLE"] + ["REDRIVABLE_BY_MAP_RUN"]

# Express machines
express = machine("express", passing, type="EXPRESS")
call("StartSyncExecution", stateMachineArn=express, input='{"q":1}')
call("StartSyncExecution", stateMachineArn=express, includedData="METADATA_ONLY")
refused("StateMachineTypeNotSupported", "StartSyncExecution", stateMachineArn=first)
refused("StateMachineTypeNotSupported", "ListExecutions", stateMachineArn=express)
quick = call("StartExecution", stateMachineArn=express)["executionArn"]
for operation in ("DescribeExecution", "StopExecution", "GetExecutionHistory", "RedriveExecution", "ListMapRuns"):
    refused("InvalidArn", operation, executionArn=quick)

# Without a machine
call("ValidateStateMachineDefinition", definition='{"StartAt":1}', severity="WARNING", maxResults=1)
tried = {"inspectionLevel": "DEBUG", "roleArn": role}
call("TestState", definition='{"Type":"Pass","Result":1,"End":true}', **tried)
failing = '{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"End":true}'
call("TestState", definition=failing, mock={"errorOutput": {"error": "E"}}, **tried)

call("DeleteStateMachineAlias", stateMachineAliasArn=alias)
call("DeleteStateMachineVersion", stateMachineVersionArn=first + ":1")
for one in (first, task, mapped, express):
    call("DeleteStateMachine", stateMachineArn=one)
call("DeleteActivity", activityArn=activity)
call("DescribeExecution", executionArn=by_status["SUCCEEDED"])

wrong.extend(f"{operation}: not called" for operation in sorted(set(model.operation_names) - called))
if wrong:
    sys.exit("\n".join(wrong))
print(f"{len(called)} operations, {len(answers)} answers as AWS's model has them")
