package dev.pawl.engine.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often an execution was redriven.
 *
 * @param at when last; null = never
 * @param newest the last {@value #REMEMBERED_MAX}, the newest first, so that asking twice is asking
 *     once
 */
public record Redrives(int count, @Nullable Instant at, List<Request> newest) {

  /** API reference, RedriveExecution: so many client tokens are remembered. */
  private static final int REMEMBERED_MAX = 10;

  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(15);

  static final Redrives NONE = new Redrives(0, null, List.of());

  /** A redrive and the token of whoever asked for it. */
  public record Request(@Nullable String clientToken, Instant at) {}

  public Redrives {
    newest = List.copyOf(newest);
  }

  /** When that very request was answered before, as long as that is remembered. */
  public Optional<Instant> repeated(@Nullable String clientToken, Instant now) {
    return clientToken == null
        ? Optional.empty()
        : newest.stream()
            .filter(request -> clientToken.equals(request.clientToken()))
            .map(Request::at)
            .filter(asked -> asked.plus(REMEMBERED_FOR).isAfter(now))
            .findFirst();
  }

  Redrives and(@Nullable String clientToken, Instant now) {
    var requests = new ArrayList<Request>();
    requests.add(new Request(clientToken, now));
    newest.stream().limit(REMEMBERED_MAX - 1).forEach(requests::add);
    return new Redrives(count + 1, now, requests);
  }
}
