// Drives a running node with the SDK for Go v2: every call that a program makes around one execution of each type, and
// a worker of an activity. It exits with 1 at the first answer that is not as AWS's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const pass = `{"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"ok":true},"End":true}}}`

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cfg, err := config.LoadDefaultConfig(ctx)
	check(err)
	client := sfn.NewFromConfig(cfg, withoutHostPrefix)
	name := os.Args[1] + "-go"

	identity, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	check(err)
	role := "arn:aws:iam::" + *identity.Account + ":role/" + name

	standard(ctx, client, name, role)
	express(ctx, client, name, role)
	worker(ctx, client, name, role)
	refusals(ctx, client)
	fmt.Println("aws-sdk-go-v2/service/sfn", version())
}

// On loopback "sync-" before the host has no address. The SDK forgets what the caller's context says, so it is said inside.
func withoutHostPrefix(options *sfn.Options) {
	options.APIOptions = append(options.APIOptions, func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("NoHostPrefix",
			func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
				middleware.InitializeOutput, middleware.Metadata, error) {
				return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
			}), middleware.Before)
	})
}

func standard(ctx context.Context, client *sfn.Client, name string, role string) {
	machine := create(ctx, client, name, pass, role, types.StateMachineTypeStandard)
	defer remove(ctx, client, machine)
	started, err := client.StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: &machine, Name: aws.String("one"), Input: aws.String(`{"n":1}`)})
	check(err)
	ended := await(ctx, client, *started.ExecutionArn)
	expect(ended.Status == types.ExecutionStatusSucceeded, "SUCCEEDED, but found %s", ended.Status)
	expect(*ended.Output == `{"ok":true}`, "the result, but found %s", *ended.Output)

	events := 0
	pages := sfn.NewGetExecutionHistoryPaginator(client, &sfn.GetExecutionHistoryInput{
		ExecutionArn: started.ExecutionArn, MaxResults: 2})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		check(err)
		events += len(page.Events)
	}
	expect(events == 4, "4 events over pages, but found %d", events)

	version, err := client.PublishStateMachineVersion(ctx, &sfn.PublishStateMachineVersionInput{StateMachineArn: &machine})
	check(err)
	alias, err := client.CreateStateMachineAlias(ctx, &sfn.CreateStateMachineAliasInput{
		Name: aws.String("live"), RoutingConfiguration: []types.RoutingConfigurationListItem{
			{StateMachineVersionArn: version.StateMachineVersionArn, Weight: 100}}})
	check(err)
	_, err = client.TagResource(ctx, &sfn.TagResourceInput{
		ResourceArn: &machine, Tags: []types.Tag{{Key: aws.String("by"), Value: aws.String("go")}}})
	check(err)
	byAlias, err := client.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: alias.StateMachineAliasArn})
	check(err)
	expect(await(ctx, client, *byAlias.ExecutionArn).Status == types.ExecutionStatusSucceeded, "SUCCEEDED by alias")
}

func express(ctx context.Context, client *sfn.Client, name string, role string) {
	machine := create(ctx, client, name+"-express", pass, role, types.StateMachineTypeExpress)
	defer remove(ctx, client, machine)
	answer, err := client.StartSyncExecution(ctx, &sfn.StartSyncExecutionInput{StateMachineArn: &machine})
	check(err)
	expect(answer.Status == types.SyncExecutionStatusSucceeded, "SUCCEEDED at once, but found %s", answer.Status)
}

func worker(ctx context.Context, client *sfn.Client, name string, role string) {
	activity, err := client.CreateActivity(ctx, &sfn.CreateActivityInput{Name: &name})
	check(err)
	definition := `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"` + *activity.ActivityArn + `","End":true}}}`
	machine := create(ctx, client, name+"-activity", definition, role, types.StateMachineTypeStandard)
	defer remove(ctx, client, machine)
	started, err := client.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: &machine})
	check(err)
	task, err := client.GetActivityTask(ctx, &sfn.GetActivityTaskInput{ActivityArn: activity.ActivityArn})
	check(err)
	_, err = client.SendTaskHeartbeat(ctx, &sfn.SendTaskHeartbeatInput{TaskToken: task.TaskToken})
	check(err)
	_, err = client.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: task.TaskToken, Output: aws.String(`"done"`)})
	check(err)
	ended := await(ctx, client, *started.ExecutionArn)
	expect(*ended.Output == `"done"`, "the worker's output, but found %s", *ended.Output)
	_, err = client.DeleteActivity(ctx, &sfn.DeleteActivityInput{ActivityArn: activity.ActivityArn})
	check(err)
}

func refusals(ctx context.Context, client *sfn.Client) {
	_, err := client.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{
		StateMachineArn: aws.String("arn:aws:states:us-east-1:000000000000:stateMachine:never-was")})
	var absent *types.StateMachineDoesNotExist
	expect(errors.As(err, &absent), "StateMachineDoesNotExist, but found %v", err)
	_, err = client.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("a b")})
	var invalid *types.InvalidName
	expect(errors.As(err, &invalid), "InvalidName, but found %v", err)
}

func create(ctx context.Context, client *sfn.Client, name string, definition string, role string, kind types.StateMachineType) string {
	created, err := client.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{
		Name: &name, Definition: &definition, RoleArn: &role, Type: kind})
	check(err)
	return *created.StateMachineArn
}

func remove(ctx context.Context, client *sfn.Client, machine string) {
	_, err := client.DeleteStateMachine(ctx, &sfn.DeleteStateMachineInput{StateMachineArn: &machine})
	check(err)
}

func await(ctx context.Context, client *sfn.Client, execution string) *sfn.DescribeExecutionOutput {
	for {
		found, err := client.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: &execution})
		check(err)
		if found.Status != types.ExecutionStatusRunning {
			return found
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasSuffix(module.Path, "/service/sfn") {
			return module.Version
		}
	}
	return "of an unknown version"
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "Expected an answer, but:", err)
		os.Exit(1)
	}
}

func expect(holds bool, what string, found ...any) {
	if !holds {
		fmt.Fprintf(os.Stderr, "Expected "+what+"\n", found...)
		os.Exit(1)
	}
}
