package dev.pawl.load.recorded;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Replays one recording after the other; safe for several threads. */
final class Replayer {

  private final AwsClient aws;
  private final Corpus corpus;
  private final Buckets buckets;
  private final String run;

  Replayer(AwsClient aws, Corpus corpus, Buckets buckets, String run) {
    this.aws = aws;
    this.corpus = corpus;
    this.buckets = buckets;
    this.run = run;
  }

  Verdict replay(Recording recording) {
    var service = Scope.otherService(recording, definitions(recording));
    if (service.isPresent()) {
      return new Verdict.OutOfScope(service.get());
    }
    try {
      return play(recording).<Verdict>map(Verdict.Wrong::new).orElseGet(Verdict.Right::new);
    } catch (NotAtHand missing) {
      return new Verdict.NotReplayed(missing.what());
    } catch (AwsError e) {
      return new Verdict.Wrong(new Difference("a call before", "success", e.toString()));
    } catch (UncheckedIOException e) {
      return new Verdict.Wrong(new Difference("a call before", "an answer", String.valueOf(e)));
    } catch (RuntimeException e) {
      return new Verdict.NotReplayed("the replay itself failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Verdict.NotReplayed("interrupted");
    }
  }

  private Optional<Difference> play(Recording recording) throws InterruptedException {
    var stage = new Stage(aws, run + "-" + recording.id());
    if (recording.answers().containsKey("cases")) {
      return new ChoiceReplay(recording, stage).run();
    }
    if (recording.hasHistories()) {
      return new HistoryReplay(recording, corpus, buckets, stage).run();
    }
    if (TestStateReplay.replays(recording)) {
      return new TestStateReplay(recording, stage).run();
    }
    return new ApiReplay(recording, corpus, stage).run();
  }

  private String definitions(Recording recording) {
    var all = new StringBuilder();
    for (var file : recording.definitionFiles()) {
      try {
        all.append(corpus.read(file));
      } catch (NotAtHand missing) {
        all.append(' ');
      }
    }
    return all.toString();
  }
}
