package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.RoutingConfigurationListItem;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAliasListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;

/** Versions, aliases and revisions of state machines, driven by AWS's own client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsAndAliasesTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String PASS =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String OTHER = PASS.replace("Pass", "Succeed").replace(",\"End\":true", "");

  private ApiFixture api;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterAll
  void close() {
    api.close();
  }

  @Test
  void aRevisionHasOneVersionHoweverOftenItIsPublished() {
    var arn = create("once");

    var first = publish(arn);
    var again = publish(arn);
    api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(OTHER));
    var second =
        api.sfn.publishStateMachineVersion(r -> r.stateMachineArn(arn).description("the second"));

    assertThat(first).isEqualTo(again).isEqualTo(arn + ":1");
    assertThat(second.stateMachineVersionArn()).isEqualTo(arn + ":2");
    assertThat(versions(arn)).containsExactly(arn + ":2", arn + ":1");
    var old = api.sfn.describeStateMachine(r -> r.stateMachineArn(arn + ":1"));
    assertThat(old.stateMachineArn()).isEqualTo(arn + ":1");
    assertThat(old.name()).isEqualTo("once");
    assertThat(old.definition()).isEqualTo(PASS);
    assertThat(old.revisionId()).isNull();
    var described = api.sfn.describeStateMachine(r -> r.stateMachineArn(arn + ":2"));
    assertThat(described.definition()).isEqualTo(OTHER);
    assertThat(described.description()).isEqualTo("the second");
    assertThat(described.revisionId()).isNotNull();
  }

  @Test
  void aVersionIsPublishedWithItsMachineOrWithAnUpdate() {
    var created =
        api.sfn.createStateMachine(r ->
            r.name("with").definition(PASS).roleArn(ROLE).publish(true).versionDescription("d"));
    var arn = created.stateMachineArn();
    var same =
        api.sfn.createStateMachine(r ->
            r.name("with").definition(PASS).roleArn(ROLE).publish(true).versionDescription("d"));
    var unchanged =
        api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(PASS).publish(true));
    var changed =
        api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(OTHER).publish(true));

    assertThat(created.stateMachineVersionArn()).isEqualTo(arn + ":1");
    assertThat(same.stateMachineVersionArn()).isEqualTo(arn + ":1");
    assertThat(unchanged.stateMachineVersionArn()).isEqualTo(arn + ":1");
    assertThat(unchanged.revisionId()).isNull();
    assertThat(changed.stateMachineVersionArn()).isEqualTo(arn + ":2");
    refused(
        () ->
            api.sfn.createStateMachine(
                r -> r.name("w").definition(PASS).roleArn(ROLE).versionDescription("v")),
        "ValidationException",
        "Version description can only be set when publish is true");
  }

  @Test
  void publishingAnotherRevisionThanTheCurrentOneIsAConflict() {
    var arn = create("revision");
    var first =
        api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(OTHER)).revisionId();
    var second =
        api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(PASS)).revisionId();

    refused(
        () -> api.sfn.publishStateMachineVersion(r -> r.stateMachineArn(arn).revisionId(first)),
        "ConflictException",
        "Failed to publish the State Machine version for revision "
            + first
            + ". The current State Machine revision is "
            + second
            + ".");
    var published =
        api.sfn.publishStateMachineVersion(r -> r.stateMachineArn(arn).revisionId(second));

    assertThat(published.stateMachineVersionArn()).isEqualTo(arn + ":1");
  }

  @Test
  void aNumberIsNeverGivenTwice() {
    var arn = create("numbers");
    publish(arn);
    api.sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(arn + ":1"));
    api.sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(arn + ":1"));

    var next = publish(arn);

    assertThat(next).isEqualTo(arn + ":2");
    refused(
        () -> api.sfn.describeStateMachine(r -> r.stateMachineArn(arn + ":1")),
        "StateMachineDoesNotExist",
        "State Machine Does Not Exist: '" + arn + ":1'");
    refused(
        () ->
            api.sfn.updateStateMachine(
                r -> r.stateMachineArn(arn + ":2").definition(PASS).publish(true)),
        "StateMachineDoesNotExist",
        "State Machine Does Not Exist: '" + arn + ":2'");
  }

  @Test
  void anAliasSharesItsStartsOutByWeight() {
    var arn = create("weights");
    publish(arn);
    api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(OTHER).publish(true));
    var alias = alias("PROD", route(arn + ":1", 50), route(arn + ":2", 50));

    var used = new HashSet<String>();
    for (int i = 0; i < 60; i++) {
      var name = "run-" + i;
      api.sfn.startExecution(r -> r.stateMachineArn(alias).name(name).input("{}"));
      var described =
          api.sfn.describeExecution(
              r -> r.executionArn(arn.replace("stateMachine", "execution") + ":" + name));
      assertThat(described.stateMachineArn()).isEqualTo(arn);
      assertThat(described.stateMachineAliasArn()).isEqualTo(alias);
      used.add(described.stateMachineVersionArn());
    }
    api.sfn.startExecution(r -> r.stateMachineArn(arn + ":1").name("by-version"));
    api.sfn.startExecution(r -> r.stateMachineArn(arn).name("by-machine"));

    assertThat(used).containsExactlyInAnyOrder(arn + ":1", arn + ":2");
    assertThat(executions(alias)).hasSize(60);
    assertThat(executions(arn)).hasSize(62);
    assertThat(executions(arn + ":1")).anyMatch(e -> e.name().equals("by-version"));
    assertThat(executions(arn + ":2"))
        .isNotEmpty()
        .allMatch(e -> alias.equals(e.stateMachineAliasArn()));
  }

  @Test
  void anAliasIsCreatedOnceAndLedElsewhere() {
    var arn = create("aliased");
    publish(arn);
    api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(OTHER).publish(true));
    var alias = alias("B", route(arn + ":1", 100));

    assertThat(alias("B", route(arn + ":1", 100))).isEqualTo(alias);
    assertThat(alias("A", route(arn + ":2", 100))).isEqualTo(arn + ":A");
    refused(
        () -> alias("B", route(arn + ":2", 100)),
        "ConflictException",
        "Failed to create alias because an alias with the same name and a different routing"
            + " configuration already exists.");
    refused(
        () -> api.sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(arn + ":1")),
        "ConflictException",
        "Version to be deleted must not be referenced by an alias. Current list of aliases"
            + " referencing this version: [B]");
    assertThat(aliases(arn)).containsExactly(arn + ":A", arn + ":B");
    assertThat(aliases(arn + ":1")).containsExactly(arn + ":B");

    api.sfn.updateStateMachineAlias(
        r -> r.stateMachineAliasArn(alias).routingConfiguration(route(arn + ":2", 100)));
    api.sfn.updateStateMachineAlias(r -> r.stateMachineAliasArn(alias).description("d"));
    api.sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(arn + ":1"));

    var described = api.sfn.describeStateMachineAlias(r -> r.stateMachineAliasArn(alias));
    assertThat(described.description()).isEqualTo("d");
    assertThat(described.name()).isEqualTo("B");
    assertThat(described.routingConfiguration()).containsExactly(route(arn + ":2", 100));
    api.sfn.deleteStateMachineAlias(r -> r.stateMachineAliasArn(alias));
    api.sfn.deleteStateMachineAlias(r -> r.stateMachineAliasArn(alias));
    refused(
        () -> api.sfn.describeStateMachineAlias(r -> r.stateMachineAliasArn(alias)),
        "ResourceNotFound",
        "Request references a resource that does not exist.");
  }

  @Test
  void whatAnAliasMayLeadTo() {
    var arn = create("routes");
    publish(arn);
    api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(OTHER).publish(true));

    refused(
        () -> alias("X", route(arn, 50), route(arn + ":2", 50)),
        "ValidationException",
        "Routing configuration must contain state machine version ARNs. Received: ["
            + arn
            + ", "
            + arn
            + ":2]");
    refused(
        () -> alias("X", route(arn + ":1", 50), route(arn + ":1", 50)),
        "ValidationException",
        "Routing configuration must contain distinct state machine version ARNs. Received: ["
            + arn
            + ":1, "
            + arn
            + ":1]");
    refused(
        () -> alias("X", route(arn + ":1", 70), route(arn + ":2", 29)),
        "ValidationException",
        "Sum of routing configuration weights must equal 100. Received: [70, 29]");
    refused(
        () -> alias("X", route(arn + ":9", 100)),
        "ResourceNotFound",
        "Request references a resource that does not exist.");
    refused(
        () -> alias("1", route(arn + ":1", 100)),
        "ValidationException",
        "1 validation error detected: Value '1' at 'name' failed to satisfy constraint: Member"
            + " must satisfy regular expression pattern:"
            + " ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");
    assertThat(aliases(arn)).isEmpty();
  }

  @Test
  void versionsAndAliasesGoWithTheirMachine() {
    var arn = create("gone");
    publish(arn);
    alias("L", route(arn + ":1", 100));

    api.sfn.deleteStateMachine(r -> r.stateMachineArn(arn));

    assertThat(create("gone")).isEqualTo(arn);
    assertThat(versions(arn)).isEmpty();
    assertThat(aliases(arn)).isEmpty();
  }

  @Test
  void tagsBelongToMachinesAndActivities() {
    var arn =
        api.sfn
            .createStateMachine(r ->
                r.name("tagged").definition(PASS).roleArn(ROLE).tags(t -> t.key("a").value("1")))
            .stateMachineArn();
    var activity =
        api.sfn.createActivity(r -> r.name("tagged").tags(t -> t.key("b"))).activityArn();
    publish(arn);

    api.sfn.tagResource(
        r -> r.resourceArn(arn).tags(t -> t.key("a").value("2"), t -> t.key("c").value("3")));
    api.sfn.untagResource(r -> r.resourceArn(arn).tagKeys("c", "nothing"));

    assertThat(api.sfn.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEqualTo("2"));
    assertThat(api.sfn.listTagsForResource(r -> r.resourceArn(activity)).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEmpty());
    refused(
        () -> api.sfn.tagResource(r -> r.resourceArn(arn + ":1").tags(t -> t.key("a"))),
        "ResourceNotFound",
        "Resource not found: '" + arn + ":1'");
    refused(
        () ->
            api.sfn.tagResource(r ->
                r.resourceArn(arn)
                    .tags(
                        java.util.stream.IntStream.range(0, 51)
                            .mapToObj(i ->
                                software.amazon.awssdk.services.sfn.model.Tag.builder()
                                    .key("k" + i)
                                    .build())
                            .toList())),
        "TooManyTags",
        "Tag limit of 50 exceeded for resource: '" + arn + "'");
  }

  @Test
  void loggingNeedsOneDestination() {
    var group = "arn:aws:logs:us-east-1:000000000000:log-group:/my/group:*";
    var arn =
        api.sfn
            .createStateMachine(r ->
                r.name("logged")
                    .definition(PASS)
                    .roleArn(ROLE)
                    .loggingConfiguration(l ->
                        l.level("ERROR")
                            .destinations(
                                d -> d.cloudWatchLogsLogGroup(g -> g.logGroupArn(group)))))
            .stateMachineArn();

    var logging = api.sfn.describeStateMachine(r -> r.stateMachineArn(arn)).loggingConfiguration();
    assertThat(logging.levelAsString()).isEqualTo("ERROR");
    assertThat(logging.includeExecutionData()).isFalse();
    assertThat(logging.destinations().getFirst().cloudWatchLogsLogGroup().logGroupArn())
        .isEqualTo(group);
    refused(
        () ->
            api.sfn.updateStateMachine(
                r -> r.stateMachineArn(arn).loggingConfiguration(l -> l.level("ALL"))),
        "InvalidLoggingConfiguration",
        "Invalid Logging Configuration: Must specify exactly one Log Destination.");
  }

  private String create(String name) {
    return api.sfn
        .createStateMachine(r -> r.name(name).definition(PASS).roleArn(ROLE))
        .stateMachineArn();
  }

  private String publish(String arn) {
    return api.sfn.publishStateMachineVersion(r -> r.stateMachineArn(arn)).stateMachineVersionArn();
  }

  private String alias(String name, RoutingConfigurationListItem... routes) {
    return api.sfn
        .createStateMachineAlias(r -> r.name(name).routingConfiguration(routes))
        .stateMachineAliasArn();
  }

  private static RoutingConfigurationListItem route(String versionArn, int weight) {
    return RoutingConfigurationListItem.builder()
        .stateMachineVersionArn(versionArn)
        .weight(weight)
        .build();
  }

  private List<String> versions(String arn) {
    return api
        .sfn
        .listStateMachineVersions(r -> r.stateMachineArn(arn))
        .stateMachineVersions()
        .stream()
        .map(StateMachineVersionListItem::stateMachineVersionArn)
        .toList();
  }

  private List<String> aliases(String arn) {
    return api
        .sfn
        .listStateMachineAliases(r -> r.stateMachineArn(arn))
        .stateMachineAliases()
        .stream()
        .map(StateMachineAliasListItem::stateMachineAliasArn)
        .toList();
  }

  private List<ExecutionListItem> executions(String arn) {
    return api.sfn.listExecutions(r -> r.stateMachineArn(arn)).executions();
  }

  private static void refused(ThrowingCallable call, String type, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SfnException.class,
            refusal -> {
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(type);
              assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
            });
  }
}
