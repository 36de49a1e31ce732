package dev.pawl.node.maprun;

import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.Redrive;
import dev.pawl.persistence.index.MapRunChildren;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the database knows of the children of a Map Run. Calls block. */
final class IndexedChildren {

  /** The place of items that are not read again. */
  static final long NOWHERE = -1;

  /** Children that one search looks at. */
  private static final int SEARCH_PAGE = 200;

  private final MapRunChildren children;

  IndexedChildren(MapRunChildren children) {
    this.children = children;
  }

  /**
   * Children of before a redrive that did not succeed.
   *
   * @param next where to look on
   */
  record Page(List<Child> children, long next) {}

  /** The next ones that are to be redriven, so many at most. */
  Page unsuccessful(MapRunWork found, Redrive redrive, int room) {
    var page = children.ended(found.mapRunArn(), redrive.next() - 1, SEARCH_PAGE);
    var unsuccessful = new ArrayList<Child>();
    var next = redrive.next();
    for (var ended : page) {
      if (unsuccessful.size() == room || ended.index() >= redrive.until()) {
        break;
      }
      next = ended.index() + 1;
      if (!ended.execution().status().equals(ExecutionStatus.SUCCEEDED.name())) {
        unsuccessful.add(new Child(ended.index(), NOWHERE, ended.items()));
      }
    }
    var isLast = unsuccessful.size() < room && page.size() < SEARCH_PAGE;
    return new Page(unsuccessful, isLast ? redrive.until() : next);
  }

  /** The status of each of these that has been started. */
  Map<Long, ExecutionStatus> statuses(MapRunWork found, Set<Long> asked) {
    var byArn = new HashMap<String, Long>();
    asked.forEach(index -> byArn.put(found.executionArn(index), index));
    var statuses = new HashMap<Long, ExecutionStatus>();
    children
        .statuses(List.copyOf(byArn.keySet()))
        .forEach((arn, status) -> {
          var index = byArn.get(arn);
          if (index != null) {
            statuses.put(index, ExecutionStatus.valueOf(status));
          }
        });
    return statuses;
  }
}
