package dev.pawl.engine.simulation;

/** When all executions have ended, nobody has a permit or waits for one. */
final class PermitsComeBack implements Invariant {

  @Override
  public void ended(World world) {
    var left = world.journal().permits().entries();
    require(left.isEmpty(), () -> "Expected all permits to be free, but found " + left);
  }
}
