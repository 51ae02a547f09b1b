package coffer.boot;

import coffer.http.AdminServer;
import coffer.http.EventLoops;
import coffer.http.HttpLimits;
import coffer.http.HttpServer;
import coffer.http.RequestIds;
import coffer.http.TrustedProxies;
import coffer.http.Wire;
import coffer.model.AddressRange;
import coffer.operations.Operations;
import coffer.operations.catalog.Catalog;
import coffer.wire.instance.InstanceWire;
import coffer.wire.instance.RsaSignatures;
import coffer.wire.openapi.OpenApiWire;
import coffer.wire.openapi.SignatureRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: wires on the port, pages on the admin port, the certificate kept young.
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final long REREAD_SECONDS = 5;
  private static final long RENEW_SECONDS_MAX = 10;
  private static final Duration DRAIN_MAX = Duration.ofSeconds(20);

  private final Core core;
  private final Consumer<String> published;
  private String complaint = "";
  private final EventLoops loops;
  private final HttpServer http;
  private final Optional<HttpServer> plain;
  private final AdminServer admin;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("certificate-renewal").daemon().factory());

  private Server(
      Core core,
      Consumer<String> published,
      EventLoops loops,
      HttpServer http,
      Optional<HttpServer> plain,
      AdminServer admin) {
    this.core = core;
    this.published = published;
    this.loops = loops;
    this.http = http;
    this.plain = plain;
    this.admin = admin;
    long renewMinutes = ServiceCa.LEAF_LIFE.multipliedBy(2).dividedBy(3).toMinutes();
    Future<?> renewal =
        renewals.scheduleWithFixedDelay(this::renew, renewMinutes, renewMinutes, TimeUnit.MINUTES);
    Future<?> reading =
        renewals.scheduleWithFixedDelay(
            this::reread, REREAD_SECONDS, REREAD_SECONDS, TimeUnit.SECONDS);
    LOG.debug("certificates scheduled: {}, {}", renewal, reading);
    core.services().instances().whenCreated(this::coverNewInstance);
    core.upkeep().start();
  }

  /// @param published writes the CA anew where clients find it
  static Server start(Core core, Config config, Clock clock, Consumer<String> published)
      throws IOException {
    Operations operations = Catalog.all();
    Wire openApi =
        new OpenApiWire(
            operations, core.pipeline(), core.accessKeys(), clock, SignatureRules.DEFAULT);
    List<Wire> wires =
        List.of(
            new InstanceWire(
                operations, core.pipeline(), core.access(), clock, RsaSignatures.best()),
            openApi);
    List<AddressRange> proxies = config.trustedProxies().stream().map(AddressRange::parse).toList();
    EventLoops loops = EventLoops.perProcessor();
    HttpServer http =
        HttpServer.start(
            loops,
            wires,
            addresses(config),
            config.port(),
            core.identity().certificate(),
            HttpLimits.standard(),
            new RequestIds(RandomGeneratorFactory.of("SecureRandom").create()),
            new TrustedProxies(peer -> proxies.stream().anyMatch(range -> range.contains(peer))));
    Optional<HttpServer> plain = Optional.empty();
    if (config.httpPort().isPresent()) {
      plain = Optional.of(http.startPlain(List.of(openApi), loopback(), config.httpPort().get()));
    }
    core.metrics().watch(http.requests());
    AdminServer admin =
        AdminServer.start(
            loops,
            config.adminPort(),
            () -> new AdminServer.Page(200, "ok\n"),
            () -> readiness(core),
            () -> new AdminServer.Page(200, core.metrics().text()));
    core.metrics().watch(http::load);
    return new Server(core, published, loops, http, plain, admin);
  }

  int port() {
    return http.port();
  }

  Optional<Integer> httpPort() {
    return plain.map(HttpServer::port);
  }

  int adminPort() {
    return admin.port();
  }

  private static AdminServer.Page readiness(Core core) {
    List<String> troubles = core.troubles();
    return troubles.isEmpty()
        ? new AdminServer.Page(200, "ready\n")
        : new AdminServer.Page(503, String.join("\n", troubles) + "\n");
  }

  private void renew() {
    if (core.identity().isOwn()) {
      core.identity()
          .uncovered()
          .forEach(name -> LOG.warn("the configured certificate is not for {}", name));
      return;
    }
    try {
      http.reloadCertificate(core.identity().certificate());
      LOG.info("server certificate renewed");
    } catch (IOException | RuntimeException e) {
      LOG.error("server certificate could not be renewed", e);
    }
  }

  /// A client may call a new instance by its name as soon as its creation is answered.
  private void coverNewInstance() {
    try {
      Object _ = renewals.submit(this::renew).get(RENEW_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.error("the server certificate does not name the new instance yet", e);
    }
  }

  /// The operator's files, whenever they change. While they are not good, the certificate that was
  /// good stays, and the log says so once for each thing that is wrong.
  private void reread() {
    try {
      if (core.identity().reread()) {
        http.reloadCertificate(core.identity().certificate());
        published.accept(core.identity().caPem());
        LOG.warn("the server has another certificate now");
      }
      complaint = "";
    } catch (ConfigException e) {
      if (!complaint.equals(e.getMessage())) {
        LOG.error("the server keeps the certificate that it has: {}", e.getMessage());
      }
      complaint = String.valueOf(e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.error("the server's certificate could not be replaced", e);
    }
  }

  private static List<InetAddress> loopback() throws IOException {
    InetAddress six = InetAddress.ofLiteral("::1");
    InetAddress four = InetAddress.ofLiteral("127.0.0.1");
    return NetworkInterface.getByInetAddress(six) == null ? List.of(four) : List.of(four, six);
  }

  /// Loopback in both families, and what the operator added.
  private static List<InetAddress> addresses(Config config) throws IOException {
    List<InetAddress> addresses = new ArrayList<>(loopback());
    for (String host : config.hosts()) {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress()) {
        return List.of(address);
      }
      if (!addresses.contains(address)) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  /// Stops accepting, finishes what is in flight, 20 s at most.
  @Override
  public void close() {
    renewals.shutdownNow();
    try {
      if (plain.isPresent()) {
        plain.get().stop(DRAIN_MAX);
        plain.get().close();
      }
      http.stop(DRAIN_MAX);
      http.close();
      admin.close();
      loops.close();
    } catch (IOException e) {
      LOG.warn("the port did not close in order", e);
    }
  }
}
