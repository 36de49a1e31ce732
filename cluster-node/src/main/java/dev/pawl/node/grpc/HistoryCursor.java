package dev.pawl.node.grpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.operation.FollowedHistory;
import dev.pawl.node.execution.Followers;
import dev.pawl.protocol.grpc.v1.HistoryEvent;
import dev.pawl.protocol.grpc.v1.HistoryRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the history of one execution for one client, which sets the pace: nothing is read ahead.
 * Close it.
 */
final class HistoryCursor {

  private static final String DETAILS = "EventDetails";

  private final HistoryRequest request;
  private final FollowedHistory history;
  private final OperationCalls calls;
  private final Followers.Following following;
  private long lastEventId;
  private long lastSeqNr;
  private boolean over;

  HistoryCursor(
      HistoryRequest request,
      FollowedHistory history,
      OperationCalls calls,
      Followers.Following following) {
    this.request = request;
    this.history = history;
    this.calls = calls;
    this.following = following;
    this.lastEventId = request.getAfterEventId();
  }

  /** The next events; waits until there are some; empty when there will be no more. */
  CompletionStage<Optional<List<HistoryEvent>>> next() {
    if (over) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return calls.blocking("History", this::read).thenCompose(this::answer);
  }

  private FollowedHistory.Piece read() {
    return history.read(
        request.getExecutionArn(), lastEventId, lastSeqNr, !request.getExcludeExecutionData());
  }

  private CompletionStage<Optional<List<HistoryEvent>>> answer(FollowedHistory.Piece piece) {
    lastSeqNr = piece.lastSeqNr();
    over = piece.isLast();
    if (!piece.events().isEmpty()) {
      var events = piece.events().stream().map(HistoryCursor::event).toList();
      lastEventId = events.getLast().getId();
      return CompletableFuture.completedStage(Optional.of(events));
    }
    if (over || piece.more()) {
      return next();
    }
    return following.behind(lastSeqNr).thenCompose(moved -> next());
  }

  /** The details are under the name of their type; the message has one place for all. */
  static HistoryEvent event(ObjectNode members) {
    var details =
        members.properties().stream()
            .filter(member -> member.getKey().endsWith(DETAILS))
            .findFirst();
    details.ifPresent(member -> members.set("details", member.getValue()));
    return AwsMembers.message(members, HistoryEvent.getDefaultInstance());
  }

  void close() {
    following.close();
  }
}
