package dev.pawl.node.maprun;

import dev.pawl.engine.maprun.SourceItem;
import java.util.Iterator;

/**
 * The items of a Map Run, one after the other. Reading blocks.
 *
 * <p>Errors: {@link ItemReaderFailed} and {@link dev.pawl.node.objects.ObjectStoreException}.
 */
interface ItemSource extends Iterator<SourceItem>, AutoCloseable {
  @Override
  void close();
}
