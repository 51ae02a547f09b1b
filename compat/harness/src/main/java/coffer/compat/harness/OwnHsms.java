package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Somebody's SoftHSM2 tokens and CA, and what they do with them on the command line: everything
/// from registering an HSM to a cluster that serves.
public final class OwnHsms {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Path SCRIPT = Repository.root().resolve("docs/tools/owner-ca.sh");

  private final ServerHome home;
  private final Optional<SoftHsmTokens> tokens;
  private final Map<String, String> environment;
  private final Path ca;

  /// @param home started with `tokens`
  public OwnHsms(ServerHome home, SoftHsmTokens tokens) {
    this(home, Optional.of(tokens));
  }

  /// Somebody's CA alone.
  public OwnHsms(ServerHome home) {
    this(home, Optional.empty());
  }

  private OwnHsms(ServerHome home, Optional<SoftHsmTokens> tokens) {
    this.home = home;
    this.tokens = tokens;
    this.ca = home.folder().resolve("owner");
    write("owner.passphrase", "the owner's passphrase");
    write("kmsuser.txt", "kmsuser-of-the-owner");
    this.environment =
        Map.of("OWNER_CA_PASSPHRASE_FILE", home.folder().resolve("owner.passphrase").toString());
    script("create", ca.toString());
  }

  /// @return its id
  public String enrolled(String label, String zone) {
    String id =
        Text.field(
            des(
                "register-instance",
                "--uri",
                "pkcs11:token=" + label + "?module-name=softhsm",
                "--zone-id",
                zone),
            "InstanceId");
    des(
        "enroll-instance",
        "--instance-id",
        id,
        "--security-officer-password-file",
        tokens.orElseThrow().file("so.pin"),
        "--crypto-user-password-file",
        tokens.orElseThrow().file("kmsuser.pin"));
    return id;
  }

  /// @return the id of a cluster that has its certificate and kmsuser
  public String cluster(String master) {
    String id =
        Text.field(
            des("create-cluster", "--cluster-name", "mine", "--master-instance-id", master),
            "ClusterId");
    certify(id);
    des("initialize-cluster", "--cluster-id", id);
    createCryptoUser(id);
    return id;
  }

  public void createCryptoUser(String cluster) {
    des(
        "create-crypto-user",
        "--cluster-id",
        cluster,
        "--crypto-user-password-file",
        home.folder().resolve("kmsuser.txt").toString());
  }

  /// What the owner uploads, in PEM.
  ///
  /// @param certificate the cluster's
  /// @param issuer the owner's CA
  public record Signed(String certificate, String issuer) {}

  /// Signs what a cluster asks for, offline.
  public Signed sign(String csr) {
    write("cluster.csr", csr);
    Path certificate = home.folder().resolve("cluster.pem");
    script(
        "sign", ca.toString(), home.folder().resolve("cluster.csr").toString(), "" + certificate);
    return new Signed(read(certificate), read(ca.resolve("ca.pem")));
  }

  /// Signs what the cluster asks for, and uploads it.
  public void certify(String cluster) {
    String csr =
        Text.field(des("get-cluster", "--cluster-id", cluster), "ClusterCsr").replace("\\n", "\n");
    Signed signed = sign(csr);
    des(
        "config-cluster-certificate",
        "--cluster-id",
        cluster,
        "--cluster-certificate",
        signed.certificate(),
        "--issuer-certificate",
        signed.issuer());
  }

  /// Returns when it has joined.
  public void join(String cluster, String hsm) {
    String _ = awaited(des("join-cluster", "--cluster-id", cluster, "--instance-id", hsm));
  }

  /// Returns when the instance's keys are the cluster's.
  ///
  /// @return the job
  public String migrate(String instance, String cluster) {
    return awaited(
        des(
            "migrate-kms-instance",
            "--kms-instance-id",
            instance,
            "--hsm-cluster-id",
            cluster,
            "--hsm-password-file",
            home.folder().resolve("kmsuser.txt").toString(),
            "--security-domain-certificate",
            read(ca.resolve("ca.pem"))));
  }

  private String awaited(String begun) {
    String job = begun;
    String id = Text.field(job, "JobId");
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (Text.field(job, "Status").equals("running") && System.nanoTime() < end) {
      job = des("get-job", "--job-id", id);
    }
    if (!Text.field(job, "Status").equals("success")) {
      throw new AssertionError("the job did not succeed: " + job);
    }
    return job;
  }

  /// @return the id of a new instance that is connected to the cluster
  public String instance(String cluster) {
    String id =
        Text.field(
            coffer("kms", "create-kms-instance", "--instance-name", "own-hsms"), "KmsInstanceId");
    connect(id, cluster);
    return id;
  }

  public void connect(String instance, String cluster) {
    coffer(
        "kms",
        "connect-kms-instance",
        "--kms-instance-id",
        instance,
        "--hsm-cluster-id",
        cluster,
        "--hsm-password-file",
        home.folder().resolve("kmsuser.txt").toString(),
        "--security-domain-certificate",
        read(ca.resolve("ca.pem")));
  }

  public String des(String... words) {
    List<String> all = new ArrayList<>(List.of("des"));
    all.addAll(List.of(words));
    return coffer(all.toArray(String[]::new));
  }

  private String coffer(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json"));
    return home.coffer(all).orFail(words[0] + " " + words[1]).output();
  }

  private void script(String... words) {
    List<String> all = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    all.addAll(List.of(words));
    Command.run(home.folder(), environment, DEADLINE, all).orFail("owner-ca.sh");
  }

  private void write(String name, String text) {
    try {
      Files.writeString(home.folder().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
