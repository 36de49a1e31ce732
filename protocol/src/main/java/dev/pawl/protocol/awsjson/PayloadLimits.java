package dev.pawl.protocol.awsjson;

/**
 * How large payloads and definitions may be on a node whose quotas differ from AWS's. Everything
 * else that AWS's models demand stays as it is.
 *
 * @param payloadBytes UTF-8 bytes of an input or output
 * @param definitionChars characters of a definition
 */
public record PayloadLimits(int payloadBytes, int definitionChars) {

  /** The operation with these limits in place of AWS's. */
  public OperationShape lifted(OperationShape operation) {
    return new OperationShape(
        operation.name(),
        operation.method(),
        operation.path(),
        operation.status(),
        operation.bodyIsPayload(),
        lifted(operation.input()));
  }

  private Shape.StructureShape lifted(Shape.StructureShape shape) {
    return new Shape.StructureShape(
        shape.name(), shape.members().stream().map(this::lifted).toList());
  }

  private Member lifted(Member member) {
    return new Member(
        member.name(),
        lifted(member.shape()),
        member.required(),
        member.location(),
        member.wireName());
  }

  private Shape lifted(Shape shape) {
    return switch (shape) {
      case Shape.StringShape text when text.equals(StepFunctionsShapes.DATA) ->
          Shape.payload(payloadBytes);
      case Shape.StringShape text when text.equals(StepFunctionsShapes.DEFINITION) ->
          Shape.string(text.minLength(), definitionChars).asSensitive();
      case Shape.StringShape text -> text;
      case Shape.StructureShape structure -> lifted(structure);
      case Shape.ListShape list ->
          Shape.listOf(lifted(list.member()), list.minLength(), list.maxLength());
      case Shape.MapShape map -> Shape.mapTo(lifted(map.value()));
      case Shape.IntegerShape number -> number;
      case Shape.DecimalShape number -> number;
      case Shape.BooleanShape flag -> flag;
      case Shape.BlobShape blob -> blob;
      case Shape.OpaqueShape opaque -> opaque;
    };
  }
}
