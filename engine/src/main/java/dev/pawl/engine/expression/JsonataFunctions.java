package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions an expression may call: JSONata's own, each call of which costs a step, with those
 * replaced that read the clock, use chance or could run away; and the ones that Step Functions
 * adds.
 */
public final class JsonataFunctions {
  private static final Map<String, JFunction> ALL = all();
  private static final Jsonata WITH_ALL = withAll();
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?([Ee][-+]?[0-9]{1,9})?");
  private static final Pattern PREFIXED =
      Pattern.compile("0[xX][0-9A-Fa-f]{1,255}|0[oO][0-7]{1,300}|0[bB][01]{1,1000}");

  private static final int ROUNDED_MAX = 1_100;

  private JsonataFunctions() {}

  static boolean isBuiltIn(String name) {
    return ALL.containsKey(name) || name.equals("eval");
  }

  static void registerIn(Jsonata expression) {
    JsonataTree.share(WITH_ALL, expression);
  }

  private static Jsonata withAll() {
    var expression = Jsonata.jsonata("1");
    ALL.forEach(expression::registerFunction);
    expression.assign("eval", null); // refused by AWS
    return expression;
  }

  private static Map<String, JFunction> all() {
    var functions = new LinkedHashMap<String, JFunction>();
    var library =
        """
        sum <a<n>:n>|count <a:n>|max <a<n>:n>|min <a<n>:n>|average <a<n>:n>|substring <s-nn?:s>
        lowercase <s-:s>|uppercase <s-:s>
        length <s-:n>|trim <s-:s>|formatBase <n-n?:s>
        floor <n-:n>|ceil <n-:n>|abs <n-:n>
        sqrt <n-:n>|power <n-n:n>|boolean <x-:b> toBoolean|not <x-:b>|map <af>|zip <a+>|filter <af>
        single <af?>|reduce <afj?:j> foldLeft|sift <o-f?:o>|keys <x-:a<s>>|lookup <x-s:x>
        append <xx:a>|exists <x:b>|spread <x-:a<o>>|merge <a<o>:o>|reverse <a:a>|each <o-f:a>
        error <s?:x>|assert <bs?:x> assertFn|type <x:s>|sort <af?:a>
        base64encode <s-:s>|base64decode <s-:s>|encodeUrlComponent <s-:s>|encodeUrl <s-:s>
        decodeUrlComponent <s-:s>|decodeUrl <s-:s>
        """;
    register(functions, Functions.class, library);
    var ours =
        """
        string <x-b?:s>|number <(nsb)-:n>|join <a<s>s?:s>|clone <(oa)-:o> copy|pad <s-ns?:s>|shuffle <a:a>
        millis <:n>|random <n?:n>|uuid <:s>|hash <ss:s>|parse <s-:x>|partition <an:a<a>>
        range <nnn:a<n>>|distinct <x:x>|round <n-n?:n>
        """;
    register(functions, JsonataFunctions.class, ours);
    var withPictures =
        """
        formatNumber <n-so?:s>|formatInteger <n-s:s>|parseInteger <s-s:n>|now <s?s?:s>
        fromMillis <n-s?s?:s>|toMillis <s-s?:n>
        """;
    register(functions, JsonataPictures.class, withPictures);
    var onTexts =
        """
        match <s-f<s:o>n?:a<o>>|contains <s-(sf):b>|replace <s-(sf)(sf)n?:s>|split <s-(sf)n?:a<s>>
        substringBefore <s-s:s>|substringAfter <s-s:s>
        """;
    register(functions, JsonataTexts.class, onTexts);
    return Collections.unmodifiableMap(functions);
  }

  private static void register(Map<String, JFunction> all, Class<?> home, String table) {
    for (var entry : table.strip().split("[|\n]")) {
      var words = entry.strip().split(" ");
      all.put(words[0], new Counted(words[0], words[1], home, words[words.length - 1]));
    }
  }

  /** A function whose every call costs a step. */
  private static final class Counted extends JFunction {
    private final String name;

    Counted(String name, String signature, Class<?> home, String method) {
      super(name, signature, home, null, method.startsWith("<") ? name : method);
      this.name = name;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public @Nullable Object call(@Nullable Object input, List arguments) {
      JsonataEvaluation.current().charge(arguments);
      // A function without parameters ignores what $map and its like hand it.
      return super.call(input, getNumberOfArgs() == 0 ? List.of() : arguments);
    }

    @Override
    public Object validate(Object arguments, Object context) {
      try {
        return super.validate(arguments, context);
      } catch (JException e) {
        throw JsonataMessage.signature(e, name, (List<?>) arguments);
      }
    }
  }

  public static @Nullable String string(@Nullable Object value, @Nullable Boolean prettify) {
    JsonataEvaluation.current().weigh(value);
    return Functions.string(value, prettify);
  }

  public static @Nullable Number number(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> number;
      case Boolean bool -> bool ? 1 : 0;
      case String text when DECIMAL.matcher(text).matches() -> finite(text);
      case String text when PREFIXED.matcher(text).matches() -> prefixed(text);
      default -> throw new JException("D3030", -1, value);
    };
  }

  private static Number finite(String text) {
    double value = Double.parseDouble(text);
    if (Double.isFinite(value)) {
      return value;
    }
    throw new JException("D3030", -1, text);
  }

  private static Number prefixed(String text) {
    int radix =
        switch (text.charAt(1)) {
          case 'x', 'X' -> 16;
          case 'o', 'O' -> 8;
          default -> 2;
        };
    return new BigInteger(text.substring(2), radix).doubleValue();
  }

  public static @Nullable String join(@Nullable List<String> texts, @Nullable String separator) {
    JsonataEvaluation.current().weigh(texts);
    if (texts != null && separator != null) {
      bounded((long) texts.size() * separator.length());
    }
    return Functions.join(texts, separator);
  }

  public static @Nullable Object copy(@Nullable Object value) {
    JsonataEvaluation.current().weigh(value);
    return Functions.functionClone(value);
  }

  public static @Nullable String pad(@Nullable String text, Number width, @Nullable String with) {
    if (text == null) {
      return null;
    }
    long wanted = Math.abs(width.longValue());
    bounded(wanted);
    int missing = (int) wanted - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    var filler = with == null || with.isEmpty() ? " " : with;
    int[] codePoints = filler.codePoints().toArray();
    var padding = new StringBuilder();
    for (int i = 0; i < missing; i++) {
      padding.appendCodePoint(codePoints[i % codePoints.length]);
    }
    return width.longValue() < 0 ? padding + text : text + padding;
  }

  private static void bounded(long chars) {
    bounded(chars, 0);
  }

  /** Refuses a text too long, and lets what was added to it cost. */
  static void bounded(long chars, long before) {
    if (chars > JsonataEvaluation.STRING_CHARS_MAX) {
      throw JsonataEvaluation.tooMuchMemory();
    }
    JsonataEvaluation.current().budget().spend((chars - before) >> 5);
  }

  public static @Nullable List<Object> shuffle(@Nullable List<Object> array) {
    if (array == null) {
      return null;
    }
    var shuffled = new ArrayList<>(array);
    var random = chance().random();
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }

  /** An array stays one, even of one element; only a sequence of one is that element. */
  public static @Nullable Object distinct(@Nullable Object value) {
    JsonataEvaluation.current().weigh(value);
    if (!(value instanceof List<?> list) || list.size() <= 1) {
      return value;
    }
    var seen = new HashSet<>();
    List<Object> distinct = Utils.isSequence(list) ? Utils.createSequence() : new ArrayList<>();
    for (Object element : list) {
      if (seen.add(element instanceof Number number ? number.doubleValue() : element)) {
        distinct.add(element);
      }
    }
    return distinct;
  }

  /** No double has digits beyond these places, and the library would write them all out. */
  public static @Nullable Number round(@Nullable Number number, @Nullable Number precision) {
    return Functions.round(
        number,
        precision == null ? null : Math.clamp(precision.longValue(), -ROUNDED_MAX, ROUNDED_MAX));
  }

  public static Number millis() {
    return chance().now().toEpochMilli();
  }

  public static Number random(@Nullable Number seed) {
    return seed == null
        ? (Number) chance().random().nextDouble()
        : (Number) new SeededRandom(floor(seed)).nextDouble();
  }

  public static String uuid() {
    return chance().uuid().toString();
  }

  public static @Nullable String hash(@Nullable String data, @Nullable String algorithm) {
    if (data == null || algorithm == null) {
      return null;
    }
    return Digests.hex(data, algorithm)
        .orElseThrow(
            () -> failure("The hash algorithm must be one of " + Digests.ALGORITHMS + "."));
  }

  public static @Nullable Object parse(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      return JsonataValues.of(Json.parse(json));
    } catch (JsonTextException e) {
      throw failure("Invalid JSON: " + e.getMessage());
    }
  }

  public static @Nullable List<Object> partition(
      @Nullable List<Object> array, @Nullable Number size) {
    if (array == null || size == null) {
      return null;
    }
    long length = floor(size);
    if (length < 1) {
      throw failure("The partition size must be a positive integer.");
    }
    var chunks = new ArrayList<>();
    for (int start = 0; start < array.size(); ) {
      int end = (int) Math.min(array.size(), start + length);
      chunks.add(new ArrayList<>(array.subList(start, end)));
      start = end;
    }
    return chunks;
  }

  public static @Nullable List<Object> range(
      @Nullable Number first, @Nullable Number last, @Nullable Number step) {
    if (first == null || last == null || step == null) {
      return null;
    }
    long by = floor(step);
    if (by == 0) {
      throw failure("The range step must not be zero.");
    }
    long from = floor(first);
    long to = floor(last);
    // In doubles, since the difference of two longs may be none.
    double count = Math.floor(((double) to - from) / by) + 1;
    if (count > JsonataEvaluation.LIST_ELEMENTS_MAX) {
      throw JsonataEvaluation.tooMuchMemory();
    }
    // A sequence, not an array: one element stands for itself.
    var range = Utils.createSequence();
    for (long i = 0; i < count; i++) {
      range.add(Utils.convertNumber(from + i * by));
    }
    return range;
  }

  private static long floor(Number number) {
    return (long) Math.floor(number.doubleValue());
  }

  private static Chance chance() {
    return JsonataEvaluation.current().chance();
  }

  static JException failure(String message) {
    return new JException("D3137", -1, message);
  }
}
