package dev.pawl.node.maprun;

import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.Prepared;
import dev.pawl.node.maprun.MapRunWork.OpenItems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a Map Run and makes children of them. It keeps the source open where it
 * stands, so that going on costs nothing. Calls block; one at a time.
 */
final class ChildReader implements AutoCloseable {

  private final MapRunWorld world;
  private @Nullable OpenItems items;

  ChildReader(MapRunWorld world) {
    this.world = world;
  }

  /**
   * What has been read.
   *
   * @param exhausted there are no more items
   * @param again these children have been named before
   */
  record Read(List<Prepared> children, boolean exhausted, boolean again) {}

  /** The next children, so many at most. */
  Read next(MapRunWork found, long firstItem, long firstChild, int most) {
    var inputs = openAt(found, firstItem).inputs();
    var children = new ArrayList<Prepared>();
    var bytes = 0L;
    while (children.size() < most && bytes < world.settings().readBytesMax()) {
      var child = inputs.next(firstChild + children.size());
      if (child.isEmpty()) {
        return new Read(children, true, false);
      }
      children.add(child.get());
      bytes += child.get().input().utf8Bytes();
    }
    return new Read(children, false, false);
  }

  /** These children once more, in the order of their items. */
  Read again(MapRunWork found, List<Child> wanted) {
    var inputs = openAt(found, wanted.getFirst().firstItem()).inputs();
    var children = new ArrayList<Prepared>();
    for (var child : wanted) {
      children.add(inputs.again(child));
    }
    return new Read(children, false, true);
  }

  private OpenItems openAt(MapRunWork found, long firstItem) {
    var open = items;
    if (open != null && open.inputs().position() == firstItem) {
      return open;
    }
    close();
    open =
        found.open(world.sources(), firstItem, world::chance, world.settings().payloadBytesMax());
    items = open;
    return open;
  }

  @Override
  public void close() {
    var open = items;
    items = null;
    if (open != null) {
      open.close();
    }
  }
}
