package dev.pawl.node.cluster;

import dev.pawl.persistence.journal.RecordCodec;
import java.io.NotSerializableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Messages between nodes. Which there are is said once, in {@code pawl-node.conf} under {@code
 * serialization-bindings}: each is a record, or a sealed interface of records.
 *
 * <p>Nothing else is ever read from the wire: an unknown name is refused.
 */
public final class MessageSerializer extends SerializerWithStringManifest {

  private static final int IDENTIFIER = 745_102;
  private static final String NAME = "pawl-message";
  private static final String BINDINGS = "pekko.actor.serialization-bindings";

  private final ExtendedActorSystem system;
  private final Map<String, Class<?>> families = new LinkedHashMap<>();
  private volatile @org.jspecify.annotations.Nullable RecordCodec codec;

  public MessageSerializer(ExtendedActorSystem system) {
    this.system = system;
    for (var binding : system.settings().config().getObject(BINDINGS).entrySet()) {
      if (NAME.equals(binding.getValue().unwrapped())) {
        var family = family(binding.getKey());
        families.put(family.getName(), family);
      }
    }
  }

  private Class<?> family(String name) {
    try {
      return system.dynamicAccess().classLoader().loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("Expected the messages " + name + " to exist.", e);
    }
  }

  /** Made at its first use: the resolver of references needs a system that is up. */
  private RecordCodec codec() {
    var made = codec;
    if (made == null) {
      var resolver = ActorRefResolver.get(Adapter.toTyped(system));
      made =
          new RecordCodec(
              List.copyOf(families.values()),
              List.of(
                  new RecordCodec.Text<>(
                      ActorRef.class,
                      ref -> resolver.toSerializationFormat((ActorRef<?>) ref),
                      resolver::resolveActorRef)));
      codec = made;
    }
    return made;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return familyOf(message).getName();
  }

  @Override
  public byte[] toBinary(Object message) {
    return codec().encode(familyOf(message), message);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    var family = families.get(manifest);
    if (family == null) {
      throw new NotSerializableException(
          "Expected one of " + families.keySet() + ", but found '" + manifest + "'.");
    }
    return codec().decode(family, bytes);
  }

  private Class<?> familyOf(Object message) {
    return families.values().stream()
        .filter(family -> family.isInstance(message))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Expected a message, but found " + message));
  }
}
