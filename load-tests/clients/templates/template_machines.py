"""Creates what a CloudFormation template says of Step Functions on a running node: activities and state machines, as
`cdk synth --json`, `sam build` and `serverless package` write them. Prints the ARNs, one a line.

    AWS_ENDPOINT_URL=http://127.0.0.1:4566 python template_machines.py template.json [PARAMETER=VALUE ...]

Resolved are Ref, Fn::GetAtt, Fn::Join, Fn::Sub, DefinitionSubstitutions, DefinitionUri and parameters with a default or a
value given. Of every other resource only its name is known: a function's ARN is that of the function of its logical id (or
FunctionName) on the node, a role's that of the role. Whatever else a template has is left alone, and said.
"""

import json
import pathlib
import re
import sys

import boto3
import yaml

KINDS = {"AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"}


class Template(yaml.SafeLoader):
    """YAML with CloudFormation's short forms."""


def short_form(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix == "Ref" else "Fn::" + suffix: value}


Template.add_multi_constructor("!", short_form)


class Stack:
    def __init__(self, file, parameters):
        self.file = pathlib.Path(file)
        self.template = yaml.load(self.file.read_text(), Template)
        self.resources = self.template["Resources"]
        self.sfn = boto3.client("stepfunctions")
        self.region = self.sfn.meta.region_name
        self.account = boto3.client("sts").get_caller_identity()["Account"]
        declared = self.template.get("Parameters", {})
        self.values = {name: one["Default"] for name, one in declared.items() if "Default" in one}
        self.values.update(parameters)
        self.values.update({
            "AWS::AccountId": self.account, "AWS::Region": self.region, "AWS::Partition": "aws",
            "AWS::StackName": self.file.stem, "AWS::URLSuffix": "amazonaws.com"})

    def arn(self, logical):
        kind = self.resources[logical]["Type"]
        own = self.resources[logical].get("Properties", {})
        if kind in KINDS:
            name = self.text(own.get("StateMachineName", own.get("Name", logical)))
            return f"arn:aws:states:{self.region}:{self.account}:stateMachine:{name}"
        if kind == "AWS::StepFunctions::Activity":
            return f"arn:aws:states:{self.region}:{self.account}:activity:{self.text(own['Name'])}"
        if kind in ("AWS::Lambda::Function", "AWS::Serverless::Function"):
            name = self.text(own.get("FunctionName", logical))
            return f"arn:aws:lambda:{self.region}:{self.account}:function:{name}"
        if kind == "AWS::IAM::Role":
            return f"arn:aws:iam::{self.account}:role/{self.text(own.get('RoleName', logical))}"
        raise SystemExit(f"Expected '{logical}' to be something of Step Functions, Lambda or IAM, but it is {kind}.")

    def named(self, name):
        logical, _, attribute = name.partition(".")
        if name in self.values:
            return self.values[name]
        if logical not in self.resources:
            raise SystemExit(f"Expected a resource or a parameter with a value, but '{name}' is none.")
        if attribute == "Name":
            return self.arn(logical).rsplit(":", 1)[1]
        return self.arn(logical)

    def text(self, value):
        """A value with its functions resolved: text as text, objects and lists as such."""
        if isinstance(value, list):
            return [self.text(one) for one in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == "Ref":
                return self.named(argument)
            if function == "Fn::GetAtt":
                return self.named(".".join(argument))
            if function == "Fn::Join":
                return argument[0].join(str(self.text(part)) for part in argument[1])
            if function == "Fn::Sub":
                pattern, own = argument if isinstance(argument, list) else (argument, {})
                return re.sub(
                    r"\$\{([^!}]+)\}",
                    lambda found: str(self.text(own[found[1]]) if found[1] in own else self.named(found[1])), pattern)
            if function.startswith("Fn::"):
                raise SystemExit(f"Expected a function that is known here, but found {function}.")
        return {name: self.text(one) for name, one in value.items()}

    def definition(self, properties):
        if "DefinitionUri" in properties:
            file = self.file.parent / self.text(properties["DefinitionUri"])
            written = file.read_text()
            given = written if file.suffix == ".json" else yaml.safe_load(written)
        else:
            given = self.text(properties.get("DefinitionString", properties.get("Definition")))
        text = given if isinstance(given, str) else json.dumps(given)
        for name, value in self.text(properties.get("DefinitionSubstitutions", {})).items():
            text = text.replace("${" + name + "}", str(value))
        return text

    def create(self):
        for logical, resource in self.resources.items():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::StepFunctions::Activity":
                print(self.sfn.create_activity(name=self.text(properties["Name"]))["activityArn"])
        for logical, resource in self.resources.items():
            properties = resource.get("Properties", {})
            if resource["Type"] in KINDS:
                role = self.text(properties.get("RoleArn", properties.get("Role")))
                created = self.sfn.create_state_machine(
                    name=self.arn(logical).rsplit(":", 1)[1],
                    definition=self.definition(properties),
                    roleArn=role or f"arn:aws:iam::{self.account}:role/{logical}",
                    type=self.text(properties.get("StateMachineType", properties.get("Type", "STANDARD"))))
                print(created["stateMachineArn"])
            elif resource["Type"] != "AWS::StepFunctions::Activity":
                print(f"left alone: {logical}, {resource['Type']}", file=sys.stderr)


if __name__ == "__main__":
    Stack(sys.argv[1], dict(given.split("=", 1) for given in sys.argv[2:])).create()
