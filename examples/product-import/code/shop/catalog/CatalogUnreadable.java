package shop.catalog;

/** The file is not there, or is no product catalogue. */
public final class CatalogUnreadable extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CatalogUnreadable(String message) {
    super(message);
  }
}
