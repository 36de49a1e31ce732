package dev.pawl.node.api.identity;

import dev.pawl.node.api.ApiError;

/** The errors of IAM, in AWS's words. */
final class IdentityErrors {

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private IdentityErrors() {}

  static ApiError noSuchRole(String name) {
    return noSuchEntity("The role with name " + name + " cannot be found.");
  }

  static ApiError noSuchRolePolicy(String name) {
    return noSuchEntity("The role policy with name " + name + " cannot be found.");
  }

  static ApiError noSuchAttachment(String arn) {
    return noSuchEntity("Policy " + arn + " was not found.");
  }

  static ApiError noSuchUser(String name) {
    return noSuchEntity("The user with name " + name + " cannot be found.");
  }

  private static ApiError noSuchEntity(String message) {
    return new ApiError(NOT_FOUND, "NoSuchEntity", message);
  }

  static ApiError roleExists(String name) {
    return new ApiError(
        CONFLICT, "EntityAlreadyExists", "Role with name " + name + " already exists.");
  }

  static ApiError hasPolicies() {
    return new ApiError(
        CONFLICT, "DeleteConflict", "Cannot delete entity, must delete policies first.");
  }

  static ApiError hasAttachments() {
    return new ApiError(
        CONFLICT, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
  }

  static ApiError malformedDocument() {
    return new ApiError(400, "MalformedPolicyDocument", "This policy contains invalid Json");
  }

  static ApiError tooManyTags(int max) {
    return new ApiError(
        CONFLICT,
        "LimitExceeded",
        "The number of tags has reached the maximum limit of " + max + ".");
  }
}
