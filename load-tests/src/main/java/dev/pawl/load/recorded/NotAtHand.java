package dev.pawl.load.recorded;

/** A recording cannot be replayed, because something that its test had is not in the recording. */
final class NotAtHand extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotAtHand(String what) {
    super(what, null, false, false);
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
