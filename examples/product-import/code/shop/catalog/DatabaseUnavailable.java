package shop.catalog;

/** The database could not be reached, or broke off. What was asked has not been stored. */
public final class DatabaseUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  public DatabaseUnavailable(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
