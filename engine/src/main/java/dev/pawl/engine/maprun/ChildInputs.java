package dev.pawl.engine.maprun;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.MapItem;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.Sight;
import dev.pawl.engine.execution.MapRunPlan;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Payload;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the inputs of children out of items, in order: ItemSelector for each item, ItemBatcher
 * around them. Holds one item more than it has given away, because a batch that is limited in bytes
 * ends before the item that does not fit.
 *
 * <p>Errors: {@link StatesError} of the ItemSelector, and States.DataLimitExceeded for an input
 * that is too large; and whatever reading the items throws.
 */
public final class ChildInputs {
  private static final Payload NO_INPUT = Payload.ofStoredText("{}");
  private static final int BRACKETS_BYTES = "{\"Items\":[]}".length();
  private static final int BATCH_INPUT_BYTES = "\"BatchInput\":,".length();

  private final MapState state;
  private final MapRunPlan plan;
  private final Iterator<SourceItem> items;
  private final Supplier<Chance> chance;
  private final int payloadBytesMax;
  private final boolean batches;
  private long nextItem;
  private @Nullable Payload held;

  /**
   * @param items the items from {@code firstItem} on
   */
  public ChildInputs(
      MapState state,
      MapRunPlan plan,
      Iterator<SourceItem> items,
      long firstItem,
      Supplier<Chance> chance,
      int payloadBytesMax) {
    this.state = state;
    this.plan = plan;
    this.items = items;
    this.nextItem = firstItem;
    this.chance = chance;
    this.payloadBytesMax = payloadBytesMax;
    this.batches = state.distribution().itemBatcher().isPresent();
  }

  /** Where the next child begins. */
  public long position() {
    return held == null ? nextItem : nextItem - 1;
  }

  /** The next child, as it is decided now. Empty when there are no more items. */
  public Optional<Prepared> next(long index) {
    var first = position();
    if (!hold()) {
      return Optional.empty();
    }
    if (!batches) {
      return Optional.of(prepared(index, first, 1, take()));
    }
    var most = plan.maxItemsPerBatch() == 0 ? Long.MAX_VALUE : plan.maxItemsPerBatch();
    return Optional.of(batch(index, first, most, bytesMax()));
  }

  /** A child that was decided before, once more. */
  public Prepared again(Child child) {
    while (position() < child.firstItem() && hold()) {
      take();
    }
    if (!hold()) {
      throw new IllegalStateException(
          "Expected the source to have %d items, as it had before."
              .formatted(child.firstItem() + child.items()));
    }
    return batches
        ? batch(child.index(), child.firstItem(), child.items(), Long.MAX_VALUE)
        : prepared(child.index(), child.firstItem(), 1, take());
  }

  private long bytesMax() {
    var batchInput = plan.batchInput();
    var around =
        BRACKETS_BYTES + (batchInput == null ? 0 : BATCH_INPUT_BYTES + batchInput.utf8Bytes());
    return plan.maxInputBytesPerBatch() - around;
  }

  private Prepared batch(long index, long first, long itemsMax, long bytesMax) {
    var array = JsonNodeFactory.instance.arrayNode();
    var bytes = 0L;
    while (array.size() < itemsMax && hold()) {
      var size = heldInput().utf8Bytes() + 1;
      if (!array.isEmpty() && bytes + size > bytesMax) {
        break;
      }
      bytes += size;
      array.add(take().node());
    }
    var input = JsonNodeFactory.instance.objectNode();
    if (plan.batchInput() != null) {
      input.set("BatchInput", plan.batchInput().node());
    }
    input.set("Items", array);
    return prepared(index, first, array.size(), Payload.of(input));
  }

  private Prepared prepared(long index, long first, int count, Payload input) {
    if (input.utf8Bytes() > payloadBytesMax) {
      throw new StatesError(
          "States.DataLimitExceeded",
          "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
              .formatted(plan.state()),
          null);
    }
    return new Prepared(new Child(index, first, count), input);
  }

  private boolean hold() {
    if (held == null && items.hasNext()) {
      held = input(items.next());
      nextItem++;
    }
    return held != null;
  }

  private Payload heldInput() {
    if (held == null) {
      throw new AssertionError("Expected an item to be held.");
    }
    return held;
  }

  private Payload take() {
    var taken = heldInput();
    held = null;
    return taken;
  }

  private Payload input(SourceItem item) {
    var mapItem = new MapItem((int) nextItem, item.key(), item.value());
    var context = JsonNodeFactory.instance.objectNode();
    if (plan.context() instanceof ObjectNode given) {
      context.setAll(given);
    }
    context.putObject("Map").set("Item", shown(mapItem, item.source()));
    var input = plan.input() == null ? NO_INPUT : plan.input();
    var sight = new Sight(input, new Environment(context, plan.variables(), chance.get()));
    try {
      return state.itemInput(sight, mapItem);
    } catch (StackOverflowError error) {
      throw StatesError.tooDeep();
    }
  }

  private static ObjectNode shown(MapItem item, String source) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("Index", item.index());
    if (item.key() != null) {
      node.put("Key", item.key());
    }
    node.set("Value", item.value());
    return node.put("Source", source);
  }
}
