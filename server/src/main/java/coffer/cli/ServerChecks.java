package coffer.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The server of a data directory: its CA, whether it answers, its certificate, its clock.
final class ServerChecks {
  private static final Duration SKEW_MAX = Duration.ofMinutes(15);
  private static final Duration SKEW_HIGH = Duration.ofMinutes(1);
  private static final Duration VALID_LOW = Duration.ofDays(7);
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final Clock clock;

  ServerChecks(Clock clock) {
    this.clock = clock;
  }

  List<Finding> look(ServerFile server) {
    List<Finding> findings = new ArrayList<>();
    try {
      for (X509Certificate ca : TrustedCa.read(server.ca()).certificates()) {
        findings.add(validity("CA certificate", ca, "make a new CA"));
      }
    } catch (Trouble e) {
      findings.add(
          Finding.fail("CA certificate", String.valueOf(e.getMessage()), "restart the server"));
      return findings;
    }
    if (!server.isAlive()) {
      findings.add(Finding.ok("server", "not running"));
      return findings;
    }
    findings.add(readiness(server.adminPort()));
    findings.addAll(overTls(server));
    return findings;
  }

  private List<Finding> overTls(ServerFile server) {
    try (Https https = new Https(server.endpoint(), server.ca())) {
      HttpResponse<byte[]> response = https.send(https.request("/").GET().build());
      List<Finding> findings = new ArrayList<>();
      response.sslSession().ifPresent(session -> findings.addAll(certificates(session)));
      findings.add(
          clock(response.headers().firstValue("date"))
              .orElse(Finding.ok("clock", "the server tells no time to compare with")));
      return findings;
    } catch (Trouble e) {
      return List.of(
          Finding.fail("TLS", String.valueOf(e.getMessage()), "look into the server's log"));
    }
  }

  private List<Finding> certificates(SSLSession session) {
    try {
      Certificate leaf = session.getPeerCertificates()[0];
      return List.of(validity("server certificate", (X509Certificate) leaf, "restart the server"));
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  Finding validity(String what, X509Certificate certificate, String advice) {
    Instant until = certificate.getNotAfter().toInstant();
    Instant now = clock.instant();
    String saw = "valid until " + until;
    if (now.isAfter(until) || now.isBefore(certificate.getNotBefore().toInstant())) {
      return Finding.fail(what, "not valid now; " + saw, advice);
    }
    return now.plus(VALID_LOW).isAfter(until)
        ? Finding.warn(what, saw, advice)
        : Finding.ok(what, saw);
  }

  /// Compared with the Date header; requests more than 15 minutes off are refused.
  Optional<Finding> clock(Optional<String> date) {
    try {
      return date.map(d -> ZonedDateTime.parse(d, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(d -> Duration.between(d.toInstant(), clock.instant()).abs())
          .map(ServerChecks::skew);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Finding skew(Duration skew) {
    String saw = skew.toSeconds() + " s from the server's";
    String advice = "set the clock by NTP";
    if (skew.compareTo(SKEW_MAX) > 0) {
      return Finding.fail("clock", saw, advice);
    }
    return skew.compareTo(SKEW_HIGH) > 0
        ? Finding.warn("clock", saw, advice)
        : Finding.ok("clock", saw);
  }

  private static Finding readiness(int adminPort) {
    URI uri = URI.create("http://127.0.0.1:" + adminPort + "/readyz");
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri).timeout(DEADLINE).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Finding.ok("server", "ready")
          : Finding.fail("server", "not ready", "see " + uri);
    } catch (IOException e) {
      return Finding.fail("server", "no answer from " + uri, "look into the server's log");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.fail("server", "interrupted", "try again");
    }
  }
}
