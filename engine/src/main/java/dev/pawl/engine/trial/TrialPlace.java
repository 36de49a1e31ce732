package dev.pawl.engine.trial;

/** Where a trial takes place: the ARNs of its Context object are from there. */
public record TrialPlace(String region, String account) {

  String arn(String resource) {
    return "arn:aws:states:" + region + ":" + account + ":" + resource;
  }
}
