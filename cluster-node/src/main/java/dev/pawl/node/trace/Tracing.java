package dev.pawl.node.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Span;
import dev.pawl.engine.execution.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to an OpenTelemetry collector: one for each request, and for each execution, state
 * and attempt of a task that has ended. Those of executions are read from their events after the
 * commit, so that they tell what the history tells, whichever nodes it was written by.
 *
 * <p>Nothing waits for a collector: what it does not take in time is dropped.
 */
public final class Tracing implements AutoCloseable {

  private static final String NAME = "dev.pawl";
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;
  private static final double CHANCES = 0x1p63;
  private static final int CAUSE_CHARS_MAX = 1_000;

  private final double sampling;
  private final GivenIds ids = new GivenIds();
  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Tracing(@Nullable SpanExporter exporter, TraceSettings settings) {
    sampling = settings.sampling();
    provider = exporter == null ? null : provider(exporter, settings);
    tracer = provider == null ? null : provider.get(NAME);
  }

  private SdkTracerProvider provider(SpanExporter exporter, TraceSettings settings) {
    var attributes =
        Attributes.builder()
            .put("service.name", "pawl")
            .put("service.instance.id", settings.instance())
            .build();
    return SdkTracerProvider.builder()
        .setIdGenerator(ids)
        .setSampler(Sampler.alwaysOn())
        .setResource(Resource.create(attributes))
        .addSpanProcessor(
            BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(settings.queueMax())
                .setMaxExportBatchSize(Math.min(512, settings.queueMax()))
                .setExporterTimeout(settings.exportMax())
                .build())
        .build();
  }

  /** Sends to the collector of the settings, or nowhere if they name none. */
  public static Tracing open(TraceSettings settings) {
    return settings.endpoint().isEmpty()
        ? new Tracing(null, settings)
        : to(
            OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().replaceAll("/+$", "") + "/v1/traces")
                .setTimeout(settings.exportMax())
                .build(),
            settings);
  }

  /** Sends nowhere. */
  public static Tracing off() {
    return new Tracing(null, new TraceSettings("", 0, java.time.Duration.ZERO, 1, ""));
  }

  static Tracing to(SpanExporter exporter, TraceSettings settings) {
    return new Tracing(exporter, settings);
  }

  // ---- requests

  /**
   * A request has come.
   *
   * @param xRay its header {@code X-Amzn-Trace-Id}
   * @param traceparent its header {@code traceparent}, for one without the other
   */
  public Request begin(String operation, Optional<String> xRay, Optional<String> traceparent) {
    var caller =
        xRay.flatMap(TraceHeader::ofXRay).or(() -> traceparent.flatMap(TraceHeader::ofTraceparent));
    if (tracer == null) {
      return new Request(null, caller.map(TraceHeader::xRay).orElse(null));
    }
    var trace = caller.map(TraceHeader::traceId).orElseGet(ids::randomTrace);
    var sampled = isSampled(trace, caller.map(TraceHeader::sampled).orElse(null));
    var own = ids.randomSpan();
    var header = new TraceHeader(trace, own, sampled).xRay();
    if (!sampled) {
      return new Request(null, header);
    }
    ids.next(trace, own);
    var span =
        tracer
            .spanBuilder(operation)
            .setSpanKind(SpanKind.SERVER)
            .setParent(within(trace, caller.map(TraceHeader::spanId).orElse(null)))
            .setAttribute("rpc.system", "aws-api")
            .setAttribute("rpc.method", operation)
            .startSpan();
    return new Request(span, header);
  }

  /** One request on its way. */
  public static final class Request {
    private final io.opentelemetry.api.trace.@Nullable Span span;
    private final @Nullable String header;

    private Request(io.opentelemetry.api.trace.@Nullable Span span, @Nullable String header) {
      this.span = span;
      this.header = header;
    }

    /** What it starts belongs to this trace; null if it belongs to none. */
    public @Nullable String header() {
      return header;
    }

    /** It is refused with this error of AWS. */
    public void refused(String type) {
      if (span != null) {
        span.setAttribute("error.type", type).setStatus(StatusCode.ERROR, type);
      }
    }

    /** It is answered. */
    public void end() {
      if (span != null) {
        span.end();
      }
    }
  }

  // ---- executions

  /** The spans of one execution while it is in memory. Not thread-safe, like its owner. */
  public OfOne of() {
    return new OfOne();
  }

  /** See {@link #of}. */
  public final class OfOne {
    private final Spans spans = new Spans();

    private OfOne() {}

    /** These events are committed. */
    public void stored(Execution before, Execution after, List<Recorded> events) {
      var origin = after.origin();
      if (tracer == null || origin == null) {
        return;
      }
      var ended = spans.ended(before, events);
      if (ended.isEmpty()) {
        return;
      }
      var header =
          Optional.ofNullable(origin.traceHeader())
              .flatMap(TraceHeader::ofXRay)
              .orElseGet(() -> new TraceHeader(hash(TRACE_BYTES, origin, "trace"), null, null));
      if (isSampled(header.traceId(), header.sampled())) {
        ended.forEach(span -> tell(tracer, origin, header, span));
      }
    }
  }

  private void tell(Tracer to, Event.ExecutionStarted origin, TraceHeader header, Span span) {
    var whole = span.kind() == Span.Kind.EXECUTION;
    var around = whole ? header.spanId() : id(origin, span.run(), span.parent());
    ids.next(header.traceId(), id(origin, span.run(), span.id()));
    var told =
        to.spanBuilder(span.name())
            .setParent(within(header.traceId(), around))
            .setSpanKind(span.kind() == Span.Kind.TASK ? SpanKind.CLIENT : SpanKind.INTERNAL)
            .setStartTimestamp(span.from())
            .setAttribute("pawl.execution.arn", origin.executionArn())
            .setAttribute("pawl.event.id", span.id());
    switch (span.kind()) {
      case EXECUTION ->
          told.setAttribute("pawl.state.machine.arn", origin.stateMachineArn())
              .setAttribute("pawl.redrives", span.run());
      case STATE -> told.setAttribute("pawl.state.type", span.subject());
      case TASK -> told.setAttribute("pawl.task.resource", span.subject());
    }
    end(told.startSpan(), span.error(), span.cause(), span.to());
  }

  private static void end(
      io.opentelemetry.api.trace.Span told,
      @Nullable String error,
      @Nullable String cause,
      Instant at) {
    if (error != null) {
      told.setAttribute("error.type", error);
      told.setStatus(StatusCode.ERROR, cause == null ? error : shortened(cause));
    }
    told.end(at);
  }

  private static String shortened(String cause) {
    return cause.length() <= CAUSE_CHARS_MAX ? cause : cause.substring(0, CAUSE_CHARS_MAX);
  }

  // ---- ids

  /** A span around; without one the new span is the root of its trace. */
  private static Context within(String trace, @Nullable String span) {
    return span == null
        ? Context.root()
        : Context.root()
            .with(
                io.opentelemetry.api.trace.Span.wrap(
                    SpanContext.createFromRemoteParent(
                        trace, span, TraceFlags.getSampled(), TraceState.getDefault())));
  }

  /** The same verdict on every node. */
  private boolean isSampled(String trace, @Nullable Boolean decided) {
    if (decided != null) {
      return decided;
    }
    var chance = HexFormat.fromHexDigitsToLong(trace, TRACE_BYTES, 2 * TRACE_BYTES) >>> 1;
    return chance / CHANCES < sampling;
  }

  private static String id(Event.ExecutionStarted origin, int run, long event) {
    return hash(SPAN_BYTES, origin, run + "|" + event);
  }

  /** The seal is random, so that another execution of the same name has other spans. */
  private static String hash(int bytes, Event.ExecutionStarted origin, String of) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var text = origin.executionArn() + "|" + origin.seal() + "|" + of;
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)), 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  /** Sends what is there, and waits a moment for that. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(5, TimeUnit.SECONDS);
    }
  }
}
