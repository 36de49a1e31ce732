package shop.catalog;

/** A batch holds rows that cannot be imported. Nothing of the batch has been stored. */
public final class BrokenRows extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BrokenRows(int broken, int rows, String first) {
    super(broken + " of " + rows + " rows cannot be imported; the first: " + first);
  }
}
