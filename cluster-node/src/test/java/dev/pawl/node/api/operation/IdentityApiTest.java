package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STS and IAM, in the order in which Terraform asks. */
class IdentityApiTest {

  private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

  private final HttpClient http = HttpClient.newHttpClient();
  private ApiFixture api;

  @BeforeEach
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterEach
  void close() {
    http.close();
    api.close();
  }

  private String ask(int status, String action, String... parameters) {
    var form = new StringBuilder("Action=" + action + "&Version=2010-05-08");
    for (int i = 0; i < parameters.length; i += 2) {
      form.append('&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    var request =
        HttpRequest.newBuilder(api.port.endpoint())
            .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(action + ": " + response.body()).isEqualTo(status);
      assertThat(response.headers().firstValue("content-type")).contains("text/xml; charset=UTF-8");
      return response.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void createRole() {
    ask(
        200,
        "CreateRole",
        "RoleName",
        "r",
        "AssumeRolePolicyDocument",
        TRUST,
        "Tags.member.1.Key",
        "team",
        "Tags.member.1.Value",
        "a & b");
  }

  @Test
  void withoutKeysTheCallerIsTheRootOfTheAccount() {
    assertThat(ask(200, "GetCallerIdentity"))
        .startsWith(
            "<GetCallerIdentityResponse"
                + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>")
        .contains("<Arn>arn:aws:iam::000000000000:root</Arn>");
    assertThat(ask(200, "GetUser")).contains("<UserName>root</UserName>");
  }

  @Test
  void aRoleIsWhatItWasMade() {
    createRole();

    assertThat(ask(200, "GetRole", "RoleName", "r"))
        .contains(
            "<Arn>arn:aws:iam::000000000000:role/r</Arn>",
            "<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D<",
            "<MaxSessionDuration>3600</MaxSessionDuration>",
            "<CreateDate>2026-11-22T16:00:00Z</CreateDate>",
            "<Tags><member><Key>team</Key><Value>a &amp; b</Value></member></Tags>");
    assertThat(ask(409, "CreateRole", "RoleName", "r", "AssumeRolePolicyDocument", TRUST))
        .contains("<Code>EntityAlreadyExists</Code>");
    assertThat(ask(200, "ListRoles")).contains("<RoleName>r</RoleName>", "<IsTruncated>false<");
  }

  @Test
  void aRoleIsChanged() {
    createRole();

    ask(200, "UpdateRole", "RoleName", "r", "Description", "new", "MaxSessionDuration", "7200");
    ask(200, "UpdateAssumeRolePolicy", "RoleName", "r", "PolicyDocument", "{}");
    ask(200, "TagRole", "RoleName", "r", "Tags.member.1.Key", "x", "Tags.member.1.Value", "y");
    ask(200, "UntagRole", "RoleName", "r", "TagKeys.member.1", "team");

    assertThat(ask(200, "GetRole", "RoleName", "r"))
        .contains("<Description>new</Description>", "<MaxSessionDuration>7200<", ">%7B%7D<")
        .contains("<Tags><member><Key>x</Key><Value>y</Value></member></Tags>");
  }

  @Test
  void aRoleWithPoliciesIsNotDeleted() {
    createRole();
    ask(200, "PutRolePolicy", "RoleName", "r", "PolicyName", "p", "PolicyDocument", "{\"a\":1}");
    ask(200, "AttachRolePolicy", "RoleName", "r", "PolicyArn", "arn:aws:iam::aws:policy/AWSLambda");
    ask(200, "AttachRolePolicy", "RoleName", "r", "PolicyArn", "arn:aws:iam::aws:policy/AWSLambda");

    assertThat(ask(200, "GetRolePolicy", "RoleName", "r", "PolicyName", "p"))
        .contains("<PolicyDocument>%7B%22a%22%3A1%7D</PolicyDocument>");
    assertThat(ask(200, "ListRolePolicies", "RoleName", "r"))
        .contains("<PolicyNames><member>p</member></PolicyNames>");
    assertThat(ask(200, "ListAttachedRolePolicies", "RoleName", "r"))
        .containsOnlyOnce("<PolicyName>AWSLambda</PolicyName>");
    assertThat(ask(409, "DeleteRole", "RoleName", "r")).contains("must detach all policies first");
    ask(200, "DetachRolePolicy", "RoleName", "r", "PolicyArn", "arn:aws:iam::aws:policy/AWSLambda");
    assertThat(ask(409, "DeleteRole", "RoleName", "r")).contains("must delete policies first");
    ask(200, "DeleteRolePolicy", "RoleName", "r", "PolicyName", "p");
    ask(200, "ListInstanceProfilesForRole", "RoleName", "r");
    ask(200, "DeleteRole", "RoleName", "r");
    assertThat(ask(404, "GetRole", "RoleName", "r"))
        .contains("<Code>NoSuchEntity</Code>", "The role with name r cannot be found.");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    createRole();

    assertThat(ask(400, "CreateRole", "RoleName", "s")).contains("<Code>ValidationError</Code>");
    assertThat(ask(400, "CreateRole", "RoleName", "s", "AssumeRolePolicyDocument", "{"))
        .contains("<Code>MalformedPolicyDocument</Code>");
    assertThat(ask(400, "GetRole", "RoleName", "a b")).contains("<Code>ValidationError</Code>");
    assertThat(ask(400, "UpdateRole", "RoleName", "r", "MaxSessionDuration", "long"))
        .contains("<Code>MalformedInput</Code>");
    assertThat(ask(400, "CreateUser", "UserName", "u")).contains("<Code>InvalidAction</Code>");
    assertThat(
            ask(404, "PutRolePolicy", "RoleName", "no", "PolicyName", "p", "PolicyDocument", "{}"))
        .contains("NoSuchEntity");
    assertThat(
            ask(
                404,
                "DetachRolePolicy",
                "RoleName",
                "r",
                "PolicyArn",
                "arn:aws:iam::aws:policy/no"))
        .contains("NoSuchEntity");
    assertThat(ask(404, "GetUser", "UserName", "somebody")).contains("NoSuchEntity");
  }
}
