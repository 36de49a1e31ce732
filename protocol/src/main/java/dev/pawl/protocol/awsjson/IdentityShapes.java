package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.listOf;
import static dev.pawl.protocol.awsjson.Shape.string;
import static dev.pawl.protocol.awsjson.Shape.structure;

/**
 * The operations of STS (version 2011-06-15) and IAM (version 2010-05-08) that deployment tools
 * make before they reach Step Functions. They speak the query protocol: members come as parameters
 * of a form, lists as {@code Tags.member.1.Key}.
 */
public final class IdentityShapes {

  private static final Shape ROLE_NAME = string(1, 64).matching("[\\w+=,.@-]+");
  private static final Shape POLICY_NAME = string(1, 128).matching("[\\w+=,.@-]+");
  private static final Shape POLICY_ARN = string(20, 2_048);
  private static final Shape DOCUMENT = string(1, 131_072).asSensitive();
  private static final Shape DESCRIPTION = string(0, 1_000).asSensitive();
  private static final Shape PATH = string(1, 512).matching("(/)|(/[!-~]+/)");
  private static final Shape SESSION = integer(3_600, 43_200);
  private static final Shape MAX_ITEMS = integer(1, 1_000);
  private static final Shape MARKER = string(1, 320);
  private static final Shape TAG_KEY = string(1, 128);
  private static final Shape TAGS =
      listOf(
          structure(
              "Tag", Member.required("Key", TAG_KEY), Member.required("Value", string(0, 256))),
          0,
          50);

  public static final OperationShape GET_CALLER_IDENTITY = query("GetCallerIdentity");

  public static final OperationShape GET_USER =
      query("GetUser", optional("UserName", string(1, 128).matching("[\\w+=,.@-]+")));

  public static final OperationShape CREATE_ROLE =
      query(
          "CreateRole",
          optional("Path", PATH),
          required("RoleName", ROLE_NAME),
          required("AssumeRolePolicyDocument", DOCUMENT),
          optional("Description", DESCRIPTION),
          optional("MaxSessionDuration", SESSION),
          optional("PermissionsBoundary", POLICY_ARN),
          Member.optional("Tags", TAGS));

  public static final OperationShape GET_ROLE = query("GetRole", required("RoleName", ROLE_NAME));

  public static final OperationShape LIST_ROLES =
      query(
          "ListRoles",
          optional("PathPrefix", string(1, 512).matching("/[!-~]*")),
          optional("Marker", MARKER),
          optional("MaxItems", MAX_ITEMS));

  public static final OperationShape UPDATE_ROLE =
      query(
          "UpdateRole",
          required("RoleName", ROLE_NAME),
          optional("Description", DESCRIPTION),
          optional("MaxSessionDuration", SESSION));

  public static final OperationShape UPDATE_ROLE_DESCRIPTION =
      query(
          "UpdateRoleDescription",
          required("RoleName", ROLE_NAME),
          required("Description", DESCRIPTION));

  public static final OperationShape UPDATE_ASSUME_ROLE_POLICY =
      query(
          "UpdateAssumeRolePolicy",
          required("RoleName", ROLE_NAME),
          required("PolicyDocument", DOCUMENT));

  public static final OperationShape DELETE_ROLE =
      query("DeleteRole", required("RoleName", ROLE_NAME));

  public static final OperationShape PUT_ROLE_POLICY =
      query(
          "PutRolePolicy",
          required("RoleName", ROLE_NAME),
          required("PolicyName", POLICY_NAME),
          required("PolicyDocument", DOCUMENT));

  public static final OperationShape GET_ROLE_POLICY = ofPolicy("GetRolePolicy");
  public static final OperationShape DELETE_ROLE_POLICY = ofPolicy("DeleteRolePolicy");
  public static final OperationShape LIST_ROLE_POLICIES = listOfRole("ListRolePolicies");
  public static final OperationShape ATTACH_ROLE_POLICY = ofAttachment("AttachRolePolicy");
  public static final OperationShape DETACH_ROLE_POLICY = ofAttachment("DetachRolePolicy");

  public static final OperationShape LIST_ATTACHED_ROLE_POLICIES =
      query(
          "ListAttachedRolePolicies",
          required("RoleName", ROLE_NAME),
          optional("PathPrefix", string(1, 512)),
          optional("Marker", MARKER),
          optional("MaxItems", MAX_ITEMS));

  public static final OperationShape LIST_INSTANCE_PROFILES_FOR_ROLE =
      listOfRole("ListInstanceProfilesForRole");

  public static final OperationShape TAG_ROLE =
      query("TagRole", required("RoleName", ROLE_NAME), Member.required("Tags", TAGS));

  public static final OperationShape UNTAG_ROLE =
      query(
          "UntagRole",
          required("RoleName", ROLE_NAME),
          Member.required("TagKeys", listOf(TAG_KEY, 0, 50)));

  public static final OperationShape LIST_ROLE_TAGS = listOfRole("ListRoleTags");

  private IdentityShapes() {}

  private static OperationShape ofPolicy(String name) {
    return query(name, required("RoleName", ROLE_NAME), required("PolicyName", POLICY_NAME));
  }

  private static OperationShape ofAttachment(String name) {
    return query(name, required("RoleName", ROLE_NAME), required("PolicyArn", POLICY_ARN));
  }

  private static OperationShape listOfRole(String name) {
    return query(
        name,
        required("RoleName", ROLE_NAME),
        optional("Marker", MARKER),
        optional("MaxItems", MAX_ITEMS));
  }

  private static OperationShape query(String name, Member... members) {
    return OperationShape.awsJson(name, members);
  }

  /** Members that are one parameter travel as text; only lists are read as JSON. */
  private static Member required(String name, Shape shape) {
    return new Member(name, shape, true, Member.Location.QUERY, name);
  }

  private static Member optional(String name, Shape shape) {
    return new Member(name, shape, false, Member.Location.QUERY, name);
  }
}
