package dev.pawl.load.recorded;

/** Where an answer first leaves the recorded one. */
record Difference(String path, String recorded, String found) {

  private static final int TEXT_MAX = 300;

  Difference {
    recorded = shortened(recorded);
    found = shortened(found);
  }

  private static String shortened(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }

  @Override
  public String toString() {
    return path + ": recorded " + recorded + " but found " + found;
  }
}
