// Drives a node with the AWS SDK for JavaScript v3: an express machine, run to its end, and a worker of an activity.
import assert from "node:assert";
import * as sfn from "@aws-sdk/client-sfn";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

const name = process.argv[2] + "-js";
const role = "arn:aws:iam::000000000000:role/any";
// StartSyncExecution puts "sync-" before the host, which no loopback address has.
const client = new sfn.SFNClient({ disableHostPrefix: true });
const send = (command) => client.send(command);

const identity = await new STSClient({}).send(new GetCallerIdentityCommand({}));

const express = await send(new sfn.CreateStateMachineCommand({
  name: name + "-express", type: "EXPRESS", roleArn: role,
  definition: JSON.stringify({ StartAt: "P", States: { P: { Type: "Pass", Result: { ok: true }, End: true } } }),
}));
const sync = await send(new sfn.StartSyncExecutionCommand({ stateMachineArn: express.stateMachineArn, input: "{}" }));
assert.equal(sync.status, "SUCCEEDED");
assert.deepEqual(JSON.parse(sync.output), { ok: true });

const { activityArn } = await send(new sfn.CreateActivityCommand({ name }));
const machine = await send(new sfn.CreateStateMachineCommand({
  name, roleArn: role,
  definition: JSON.stringify({ StartAt: "T", States: { T: { Type: "Task", Resource: activityArn, End: true } } }),
}));
const { executionArn } = await send(new sfn.StartExecutionCommand({
  stateMachineArn: machine.stateMachineArn, input: JSON.stringify({ greeting: "Grüße" }),
}));
const task = await send(new sfn.GetActivityTaskCommand({ activityArn, workerName: "js" }));
assert.deepEqual(JSON.parse(task.input), { greeting: "Grüße" });
await send(new sfn.SendTaskSuccessCommand({ taskToken: task.taskToken, output: task.input }));

let described;
do {
  described = await send(new sfn.DescribeExecutionCommand({ executionArn }));
} while (described.status === "RUNNING");
assert.equal(described.status, "SUCCEEDED");
await assert.rejects(send(new sfn.DescribeExecutionCommand({ executionArn: executionArn + "x" })), { name: "ExecutionDoesNotExist" });

await send(new sfn.DeleteActivityCommand({ activityArn }));
for (const arn of [express.stateMachineArn, machine.stateMachineArn]) {
  await send(new sfn.DeleteStateMachineCommand({ stateMachineArn: arn }));
}
console.log(`Node.js ${process.version}, as ${identity.Arn}`);
