package dev.pawl.node.grpc;

import dev.pawl.node.execution.Followers;
import dev.pawl.persistence.index.ExecutionIndex;
import java.util.Collection;
import java.util.List;

/** Follows executions from this node, wherever they live. */
final class Following {

  private final Followers followers;
  private final ExecutionIndex index;

  Following(Followers followers, ExecutionIndex index) {
    this.followers = followers;
    this.index = index;
  }

  Followers.Following follow(String executionArn) {
    return followers.follow(executionArn);
  }

  /** Asks the database for one. Blocks. */
  Void look(Followers.Following following) {
    following.look(this::stored);
    return null;
  }

  /** Asks the database for all that are followed. Blocks. */
  void look() {
    followers.look(this::stored);
  }

  boolean isNeeded() {
    return followers.size() > 0;
  }

  private List<Followers.Standing> stored(Collection<String> executionArns) {
    return index.find(executionArns).stream()
        .map(found ->
            new Followers.Standing(found.executionArn(), found.seqNr(), found.stopDate() == null))
        .toList();
  }
}
