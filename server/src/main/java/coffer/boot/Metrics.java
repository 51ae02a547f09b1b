package coffer.boot;

import coffer.clusters.ClusterService;
import coffer.hsm.ClusterHsm;
import coffer.http.HttpLoad;
import coffer.http.RequestCounts;
import coffer.instances.InstanceService;
import coffer.operations.CallClass;
import coffer.operations.CallMeter;
import coffer.operations.FairUse;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What `/metrics` shows. Label values come from the catalogue and the error codes, so their number
/// is bounded.
final class Metrics implements CallMeter {
  private static final double NANOS = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter calls =
      Counter.builder()
          .name("coffer_calls_total")
          .help("Calls by action and outcome.")
          .labelNames("action", "outcome")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("coffer_call_seconds")
          .help("Time from resolving a call to its audit record, by action.")
          .labelNames("action")
          .classicUpperBounds(0.00005, 0.0002, 0.001, 0.005, 0.02, 0.1, 0.5, 3)
          .classicOnly()
          .register(registry);
  private final ConcurrentMap<String, Series> series = new ConcurrentHashMap<>();

  /// Found once per action and outcome; looking labels up costs more than counting.
  private record Series(CounterDataPoint count, DistributionDataPoint time) {}

  @Override
  public void count(String action, String outcome, long nanos) {
    Series found = series.get(action + ' ' + outcome);
    if (found == null) {
      found = new Series(calls.labelValues(action, outcome), seconds.labelValues(action));
      series.putIfAbsent(action + ' ' + outcome, found);
    }
    found.count().inc();
    found.time().observe(nanos / NANOS);
  }

  /// Members by state, read when asked for.
  void watch(InstanceService instances) {
    GaugeWithCallback.builder()
        .name("coffer_hsm_serving")
        .help("1 while the HSM serves.")
        .labelNames("hsm", "zone")
        .callback(callback ->
            instances
                .page(0, 1000)
                .forEach(instance ->
                    instances
                        .connection(instance.id())
                        .ifPresent(hsm ->
                            hsm.health()
                                .forEach(m ->
                                    callback.call(
                                        m.state() == ClusterHsm.State.SERVING ? 1 : 0,
                                        m.id().value(),
                                        m.zone())))))
        .register(registry);
  }

  /// Members in quarantine, read when asked for.
  void watch(ClusterService clusters) {
    GaugeWithCallback.builder()
        .name("coffer_hsm_quarantined")
        .help("1 while the HSM is in quarantine: it failed, and an operator must see to it.")
        .labelNames("hsm", "zone")
        .callback(callback ->
            clusters
                .page(0, 1000)
                .forEach(cluster ->
                    cluster
                        .members()
                        .forEach(member ->
                            callback.call(
                                clusters.quarantine().reason(member.id()).isPresent() ? 1 : 0,
                                member.id().value(),
                                member.zone()))))
        .register(registry);
  }

  /// Requests by HTTP version, read when asked for.
  void watch(RequestCounts requests) {
    CounterWithCallback.builder()
        .name("coffer_http_requests_total")
        .help("Requests by HTTP version.")
        .labelNames("version")
        .callback(
            callback -> requests.read((version, count) -> callback.call((double) count, version)))
        .register(registry);
  }

  /// What the port is doing.
  void watch(Supplier<HttpLoad> load) {
    gauge("coffer_connections", "Open connections.", () -> load.get().connections());
    gauge(
        "coffer_calls_running",
        "Calls at work off the event loops.",
        () -> load.get().callsRunning());
    gauge(
        "coffer_calls_waiting", "Calls in the queue before that.", () -> load.get().callsWaiting());
    gauge(
        "coffer_buffered_bytes",
        "Large request bodies in memory.",
        () -> load.get().bufferedBytes());
    counter(
        "coffer_connections_refused_total",
        "Connections turned away, in all or for their address.",
        () -> load.get().connectionsRefused());
    counter(
        "coffer_calls_throttled_total",
        "Calls refused because the queue was full or slow.",
        () -> load.get().callsThrottled());
  }

  /// What principals took beyond their share.
  void watch(FairUse fairUse) {
    byClass("coffer_fair_use_waited_total", "Calls that waited for their turn.", fairUse::waited);
    byClass(
        "coffer_fair_use_refused_total",
        "Calls refused because their principal calls too often.",
        fairUse::refused);
  }

  private void byClass(String name, String help, ToLongFunction<CallClass> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("class")
        .callback(callback -> {
          for (CallClass calls : CallClass.values()) {
            callback.call((double) value.applyAsLong(calls), calls.name().toLowerCase(Locale.ROOT));
          }
        })
        .register(registry);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /// Prometheus text format.
  String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
