package dev.pawl.engine.asl;

import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.expression.ReferencePath;
import dev.pawl.engine.expression.StatesInput;
import dev.pawl.engine.json.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a state goes on after certain errors, and with what. Spec, "Catching". */
public record Catcher(ErrorEquals errorEquals, String next, Product product) {

  static List<Catcher> readAll(Fields fields) {
    var catchers = new ArrayList<Catcher>();
    var entries = fields.objects("Catch");
    for (var i = 0; i < entries.size(); i++) {
      catchers.add(read(entries.get(i), i == entries.size() - 1));
    }
    return catchers;
  }

  private static Catcher read(Fields fields, boolean last) {
    fields.required("Next");
    var catcher =
        new Catcher(
            ErrorEquals.read(fields, last),
            fields.target("Next").orElse(""),
            fields.isJsonata() ? JsonataProduct.read(fields) : JsonPathProduct.read(fields));
    fields.text("Comment");
    fields.close();
    return catcher;
  }

  public boolean matches(String error) {
    return errorEquals.matches(error);
  }

  /**
   * How the state is left: the Error Output put where ResultPath or Output say. Neither OutputPath
   * nor the state's own Assign take part.
   */
  public Completion complete(Sight sight, Payload errorOutput) {
    return product.complete(sight, errorOutput);
  }

  /** What a catch makes of the Error Output, in either query language. */
  sealed interface Product {
    Completion complete(Sight sight, Payload errorOutput);
  }

  record JsonPathProduct(Optional<ReferencePath> resultPath, Optional<PayloadTemplate> assign)
      implements Product {

    static JsonPathProduct read(Fields fields) {
      fields.notInJsonPath("Output");
      return new JsonPathProduct(fields.resultPath("ResultPath"), fields.assignTemplate());
    }

    @Override
    public Completion complete(Sight sight, Payload errorOutput) {
      return new Completion(
          JsonPathDataFlow.merge(resultPath, sight, errorOutput),
          JsonPathDataFlow.assigned(assign, sight, errorOutput));
    }
  }

  record JsonataProduct(Optional<JsonataField> output, Optional<JsonataField> assign)
      implements Product {

    static JsonataProduct read(Fields fields) {
      fields.notInJsonata("ResultPath");
      var sees = JsonataField.Sees.ERROR_OUTPUT;
      return new JsonataProduct(fields.jsonata("Output", sees), fields.assignJsonata(sees));
    }

    @Override
    public Completion complete(Sight sight, Payload errorOutput) {
      var sees = new StatesInput(sight.input().node(), null, errorOutput.node());
      return JsonataDataFlow.completion(sight, sees, errorOutput, output, assign);
    }
  }
}
