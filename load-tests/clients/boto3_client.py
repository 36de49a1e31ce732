"""Drives a node with boto3: machine, version, alias, execution, activity, role, logs."""

import json
import sys
import time

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

name = sys.argv[1] + "-boto3"
# StartSyncExecution puts "sync-" before the host, which no loopback address has.
config = Config(inject_host_prefix=False, read_timeout=70)
sfn = boto3.client("stepfunctions", config=config)
iam = boto3.client("iam")
logs = boto3.client("logs")

identity = boto3.client("sts").get_caller_identity()
account, region = identity["Account"], sfn.meta.region_name
trust = {"Version": "2012-10-17", "Statement": []}
role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
assert iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"] == trust
iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(trust))
assert iam.get_role_policy(RoleName=name, PolicyName="inline")["PolicyDocument"] == trust
iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AWSLambdaExecute")
attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
assert [policy["PolicyName"] for policy in attached] == ["AWSLambdaExecute"]

group = f"/pawl/{name}"
logs.create_log_group(logGroupName=group, tags={"team": "a"})
logs.put_retention_policy(logGroupName=group, retentionInDays=7)
found = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
assert [g["retentionInDays"] for g in found] == [7], found

definition = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
machine = sfn.create_state_machine(
    name=name,
    definition=json.dumps(definition),
    roleArn=role["Arn"],
    publish=True,
    loggingConfiguration={
        "level": "ALL",
        "includeExecutionData": True,
        "destinations": [
            {"cloudWatchLogsLogGroup": {"logGroupArn": f"arn:aws:logs:{region}:{account}:log-group:{group}:*"}}
        ],
    },
)
alias = sfn.create_state_machine_alias(
    name="live",
    routingConfiguration=[{"stateMachineVersionArn": machine["stateMachineVersionArn"], "weight": 100}],
)["stateMachineAliasArn"]
execution = sfn.start_execution(stateMachineArn=alias, input='{"greeting":"Grüße"}')["executionArn"]
for _ in range(50):
    described = sfn.describe_execution(executionArn=execution)
    if described["status"] != "RUNNING":
        break
    time.sleep(0.1)
assert described["status"] == "SUCCEEDED", described
pages = sfn.get_paginator("get_execution_history").paginate(executionArn=execution, PaginationConfig={"PageSize": 2})
assert len([event for page in pages for event in page["events"]]) == 4

for _ in range(50):
    records = logs.filter_log_events(logGroupName=group, filterPattern='"ExecutionSucceeded"')["events"]
    if records:
        break
    time.sleep(0.1)
assert execution in records[0]["message"], records
events = logs.get_log_events(logGroupName=group, logStreamName="states", startFromHead=True)["events"]
assert len(events) == 4, events

activity = sfn.create_activity(name=name)["activityArn"]
sfn.tag_resource(resourceArn=activity, tags=[{"key": "team", "value": "a"}])
assert sfn.list_tags_for_resource(resourceArn=activity)["tags"] == [{"key": "team", "value": "a"}]
try:
    sfn.describe_execution(executionArn=execution + "x")
    raise AssertionError("expected ExecutionDoesNotExist")
except ClientError as error:
    assert error.response["Error"]["Code"] == "ExecutionDoesNotExist", error

sfn.delete_activity(activityArn=activity)
sfn.delete_state_machine_alias(stateMachineAliasArn=alias)
sfn.delete_state_machine(stateMachineArn=machine["stateMachineArn"])
logs.delete_log_group(logGroupName=group)
iam.detach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AWSLambdaExecute")
iam.delete_role_policy(RoleName=name, PolicyName="inline")
iam.delete_role(RoleName=name)
print(f"boto3 {boto3.__version__}, botocore {botocore.__version__}, as {identity['Arn']}")
