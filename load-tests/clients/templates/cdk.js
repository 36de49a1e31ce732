// The smallest CDK app with a state machine and an activity; `run` synthesizes it.
const cdk = require('aws-cdk-lib');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');
const app = new cdk.App();
const stack = new cdk.Stack(app, 'Hello');
const activity = new sfn.Activity(stack, 'Work', { activityName: 'cdk-work' });
new sfn.StateMachine(stack, 'Machine', {
  stateMachineName: 'cdk-hello',
  definitionBody: sfn.DefinitionBody.fromChainable(
    new sfn.Pass(stack, 'Greet', { result: sfn.Result.fromObject({ ok: true }) })
      .next(new tasks.StepFunctionsInvokeActivity(stack, 'Do', { activity }))),
});
app.synth();
