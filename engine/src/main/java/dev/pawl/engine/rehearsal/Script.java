package dev.pawl.engine.rehearsal;

import dev.pawl.engine.json.Payload;
import java.util.Optional;

/** What the world does in a rehearsal. The same question has the same answer. */
public interface Script {

  /** The answer to a task; empty when there is no mock for it. */
  Optional<Answer> answer(Call call);

  /** What stands in for a whole Map Run; empty when its children are to be run. */
  Optional<Answer> mapRun(String mapState);

  /** What the ItemReader of a Map state reads, an array or an object; empty without a mock. */
  Optional<Payload> items(String mapState);
}
