package coffer.boot;

import coffer.http.AdminServer;
import coffer.http.EventLoops;
import coffer.http.HttpLimits;
import coffer.http.HttpServer;
import coffer.http.RequestIds;
import coffer.http.ServerCertificate;
import coffer.http.Wire;
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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: wires on the port, pages on the admin port, the certificate kept young.
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(20);

  private final Core core;
  private final Config config;
  private final EventLoops loops;
  private final HttpServer http;
  private final AdminServer admin;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("certificate-renewal").daemon().factory());

  private Server(Core core, Config config, EventLoops loops, HttpServer http, AdminServer admin) {
    this.core = core;
    this.config = config;
    this.loops = loops;
    this.http = http;
    this.admin = admin;
    long renewMinutes = ServiceCa.LEAF_LIFE.multipliedBy(2).dividedBy(3).toMinutes();
    Future<?> renewal =
        renewals.scheduleWithFixedDelay(this::renew, renewMinutes, renewMinutes, TimeUnit.MINUTES);
    LOG.debug("certificate renewal scheduled: {}", renewal);
  }

  static Server start(Core core, Config config, Clock clock) throws IOException {
    Operations operations = Catalog.all();
    List<Wire> wires =
        List.of(
            new InstanceWire(
                operations, core.pipeline(), core.access(), clock, RsaSignatures.best()),
            new OpenApiWire(
                operations, core.pipeline(), core.rootKeys(), clock, SignatureRules.DEFAULT));
    EventLoops loops = EventLoops.perProcessor();
    HttpServer http =
        HttpServer.start(
            loops,
            wires,
            addresses(config),
            config.port(),
            certificate(core, config),
            HttpLimits.standard(),
            new RequestIds(RandomGeneratorFactory.of("SecureRandom").create()));
    AdminServer admin =
        AdminServer.start(
            loops,
            config.adminPort(),
            () -> new AdminServer.Page(200, "ok\n"),
            () -> readiness(core),
            () -> new AdminServer.Page(200, core.metrics().text()));
    core.metrics().watch(http::load);
    return new Server(core, config, loops, http, admin);
  }

  int port() {
    return http.port();
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

  private static ServerCertificate certificate(Core core, Config config) {
    List<String> instances = core.instances().stream().map(i -> i.id().value()).toList();
    CertificateAuthority.Leaf leaf = core.serviceCa().issue(config.hosts(), instances);
    return new ServerCertificate(
        leaf.certificatePem().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        leaf.privateKeyPem().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private void renew() {
    try {
      http.reloadCertificate(certificate(core, config));
      LOG.info("server certificate renewed");
    } catch (IOException | RuntimeException e) {
      LOG.error("server certificate could not be renewed", e);
    }
  }

  /// Loopback in both families, and what the operator added.
  private static List<InetAddress> addresses(Config config) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    InetAddress six = InetAddress.ofLiteral("::1");
    if (NetworkInterface.getByInetAddress(six) != null) {
      addresses.add(six);
    }
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
      http.stop(DRAIN_MAX);
      http.close();
      admin.close();
      loops.close();
    } catch (IOException e) {
      LOG.warn("the port did not close in order", e);
    }
  }
}
