package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Optional;

/**
 * Runs its processor once for each item. Spec, "Map State".
 *
 * @param distributed whether each item is an execution of its own
 * @param distribution what then applies; an inline Map may have these fields, and nothing comes of
 *     them
 */
public record MapState(
    String name,
    QueryLanguage queryLanguage,
    Optional<String> next,
    Flow processor,
    boolean distributed,
    Distribution distribution,
    MapItems itemsField,
    Optional<NumberField> concurrency,
    DataFlow dataFlow,
    List<Retrier> retriers,
    List<Catcher> catchers)
    implements State, Recoverable {

  private static final NumberField.Range NOT_NEGATIVE =
      new NumberField.Range.Integers(0, Integer.MAX_VALUE);

  public MapState {
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }

  static MapState read(Fields fields) {
    var processor = ItemProcessor.read(fields);
    var distribution = Distribution.read(fields, processor);
    return new MapState(
        fields.stateName(),
        fields.queryLanguage(),
        fields.next(),
        processor.flow(),
        processor.distributed(),
        distribution,
        MapItems.read(fields, processor.distributed()),
        NumberField.read(fields, "MaxConcurrency", NOT_NEGATIVE),
        DataFlow.read(fields),
        Retrier.readAll(fields),
        Catcher.readAll(fields));
  }

  @Override
  public StateType type() {
    return StateType.MAP;
  }

  /** What Parameters, Paths and templates of the distributed fields are evaluated against. */
  public Payload effectiveInput(Sight sight) {
    return dataFlow.effectiveInput(sight);
  }

  /** What is iterated over, when no ItemReader provides it: an array, or an object's members. */
  public Payload items(Sight sight) {
    return itemsField.items(sight, dataFlow.effectiveInput(sight));
  }

  public int itemCount(Payload items) {
    return items.node().size();
  }

  public MapItem item(Payload items, int index) {
    return MapItems.item(items.node(), index);
  }

  /** What one iteration is given. The sight's context already holds {@code Map.Item}. */
  public Payload itemInput(Sight sight, MapItem item) {
    return itemsField.input(sight, dataFlow.effectiveInput(sight), item);
  }

  /** Whether an ItemSelector makes the inputs of the iterations. */
  public boolean selectsItems() {
    return itemsField.selects();
  }

  /** How many iterations may run at once; 0 is no limit of the definition's. */
  public int maxConcurrency(Sight sight) {
    if (concurrency.isEmpty()) {
      return 0;
    }
    var limit = concurrency.get().integer(sight, dataFlow.effectiveInput(sight).node());
    if (limit < 0) {
      // Differs from AWS, where an execution with a negative MaxConcurrencyPath hangs.
      throw NumberField.outOfRange(concurrency.get(), "MaxConcurrency cannot be negative.");
    }
    return (int) Math.min(limit, Integer.MAX_VALUE);
  }

  public Tolerance tolerance(Sight sight) {
    return distribution.tolerance(sight, dataFlow.effectiveInput(sight));
  }

  /** The end of the state; {@code result} is the array of outputs in the order of the items. */
  public Completion complete(Sight sight, Payload result) {
    return dataFlow.complete(sight, result);
  }
}
