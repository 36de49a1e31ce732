package dev.pawl.node.maprun;

/** The items cannot be read; the message is the cause of {@code States.ItemReaderFailed}. */
final class ItemReaderFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ItemReaderFailed(String cause) {
    super(cause, null, false, false);
  }

  static ItemReaderFailed notIterable() {
    return new ItemReaderFailed("Attempting to map over non-iterable node.");
  }
}
